/* SPDX-License-Identifier: MIT */
/* The texts of the errors. */
#include "../api/error.h"

const char *error_text(int error)
{
    switch (error) {
    case E_OK:
        return "no error";
#define E(name, value, text) case name: return text;
#include "../api/error.def"
#undef E
    }
    return "unknown error";
}
