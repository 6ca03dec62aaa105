/* SPDX-License-Identifier: MIT */
/* Port I/O wrapper, for tasks that end. */
#pragma once

#include "../api/types.h"

/* The task of that selector goes, and with it what is open to it. */
void port_forget(u32 task);
