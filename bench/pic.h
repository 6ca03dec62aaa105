/* SPDX-License-Identifier: MIT */
/*
 * No interrupt inside a sample: all of them masked at the interrupt
 * controllers. Ring 1 has no CLI (IOPL is 0), and needs none.
 *
 * The ports are open only while interrupts are masked, so that between rows
 * this module owns nothing that would refuse its unload.
 */
#pragma once

/* Mask all. What port->open refuses with; then nothing has changed. */
int pic_mask(void);

/* Back to the masks before; harmless if nothing is masked. */
void pic_unmask(void);
