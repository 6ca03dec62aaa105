/* SPDX-License-Identifier: MIT */
/* Services of clients, behind the gates (gates.S) or near calls. arg: the
 * arguments, copied to where the client cannot change them. */
#pragma once

#include "../../../core/api/types.h"

struct client;

typedef int service(struct client *client, const u32 *arg);

service service_exit, service_yield, service_print;
service service_map, service_unmap, service_protect, service_grow;
service service_attach, service_graph;
