/* SPDX-License-Identifier: MIT */
/*
 * What a client may not do, at ring 1: one line of report, and client_run()
 * returns E_DIED. A model may have a word before that.
 */
#pragma once

#include "../../../core/api/types.h"
#include "../../api/deaths.h"
#include "../../api/watch.h"

struct client;

/* 1: go on at fault->eip; 0: the client dies. */
typedef int fault_hook(struct client *client, struct client_fault *fault);

/* attach_clients; hook may be NULL. What vector.attach_clients refuses. A
 * module whose handler is attached cannot be unloaded. */
int client_faults_attach(fault_hook *hook);
void client_faults_detach(void);
/* The same by count: attached while one is held, such as by each space. */
int client_faults_hold(fault_hook *hook);
void client_faults_release(void);
/* The end of a client that faulted: the report, its module's death,
 * client_leave(). */
void client_die(struct client *client, const struct client_fault *fault,
                u32 link) __attribute__((noreturn));
/* watch.c: what watches the client is told, if it is bound (../../api/watch.h).
 * 1: the client goes on. */
int client_step(struct client *client, struct client_fault *fault);
void client_ended(struct client *client, const struct client_fault *fault,
                  u32 linear);
/* Of a page that the model has closed for it. WATCH_NOBODY: the model is to open
 * the page. These two do not return if who watches dies in it: the client ends
 * (link: of the backtrace, CLIENT_LINK). */
int client_touch(struct client *client, struct client_fault *fault,
                 u32 address, u32 link);
#define WATCH_NOBODY 2
/* The one instruction that it executes with TF needs what may take long: it has
 * interrupts on. */
void client_pause(const struct client *client, u32 link);
/* CR2 of the last page fault, linear. */
laddr_t client_fault_address(void);
