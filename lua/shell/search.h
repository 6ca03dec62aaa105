/* SPDX-License-Identifier: MIT */
/* Ctrl-R: what is typed is looked for in older lines. */
#pragma once

/*
 * Read keys and show the line that was found, until a key ends the search:
 * Ctrl-G and Ctrl-C bring the line back that was there before; any other key
 * counts for the line that was found. How far back that one is; 0: none.
 */
int search_run(void);
