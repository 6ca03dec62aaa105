/* SPDX-License-Identifier: MIT */
/*
 * SYSENTER in the place of call gates, for models of paging: what a client
 * gets whose model has its receptacle `sysenter` bound when it is loaded. It
 * needs no word from the client's source.
 *
 * SYSENTER knows no DPL and takes what the client says for esp and eip: that
 * the caller is a client of this model is checked by the core, in software,
 * and where it goes on by sysenter.S. Esp is its own affair.
 */
#pragma once

#define STUB_NEXT 36            /* of a stub: where SYSENTER goes on */

#ifndef __ASSEMBLER__
struct image;

/* Behind image_place(): if the receptacle is bound, stubs with SYSENTER, and
 * the way in is open. What sysenter.attach refuses, such as E_UNSUPPORTED,
 * with a line of report. */
int sysenter_choose(const struct image *image);
/* With the last space: while the way is open the module cannot go. */
void sysenter_close(void);
#endif
