/* SPDX-License-Identifier: MIT */
/*
 * The words of a command line: blanks part them, but not between "quotes";
 * \ before a quote or a \ stands for that character. Pure.
 */
#pragma once

#include "options.h"

#define ARGUMENT "arg."             /* free keys: for scripts */

struct words {
    const char *at;                 /* what is left of the line */
    const char *start;              /* of the word in the line */
    char word[OPTION_WORD_SIZE];    /* without quotes */
};

enum word_fault { WORD_SOUND, WORD_TOO_LONG, WORD_OPEN };

void words_skip_blanks(struct words *words);
void words_skip_file_name(struct words *words);
/* The next one, unquoted, into words->word: WORD_SOUND; WORD_TOO_LONG; or
 * WORD_OPEN: a quote is not closed. */
int words_next(struct words *words);
