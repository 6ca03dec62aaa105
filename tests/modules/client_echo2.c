/* SPDX-License-Identifier: MIT */
/* The same program by another name: what replaces it. */
#define NAME "echo2"
#include "client_echo.c"
