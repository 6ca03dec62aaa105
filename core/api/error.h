/* SPDX-License-Identifier: MIT */
/* Error values, from the one list in error.def. */
#pragma once

enum error {
    E_OK = 0,
#define E(name, value, text) name = value,
#include "error.def"
#undef E
};

/* The text of an error value; "unknown error" for any other. */
const char *error_text(int error);
