/* SPDX-License-Identifier: MIT */
/* the storage of the lists of bindings. */
#include "lists.h"

struct list lists[LIST_KINDS][LIST_OWNERS];
struct constraint_bound list_links[LIST_KINDS][LIST_BINDINGS];
