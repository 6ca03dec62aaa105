/* SPDX-License-Identifier: MIT */
/* Clients that do what they may not. */
#include "fault.h"

#include "ring3.h"
#include "../space/parts.h"

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

void client_fault_entry(void);          /* fault.S */
void client_fault(struct client *client, struct client_fault *fault);

static fault_hook *model_hook;
static u32 holders;

static struct {
    int count, vector, error, space;
    u32 eip;
} last;

static int death_count(void)
{
    return last.count;
}

static int death_vector(void)
{
    return last.vector;
}

static int death_error(void)
{
    return last.error;
}

static int death_space(void)
{
    return last.space;
}

static u32 death_eip(void)
{
    return last.eip;
}

static const struct deaths deaths = {
    death_count, death_vector, death_error, death_space, death_eip,
};

DEIMOS_INTERFACE("deaths", "deaths", deaths, DEATHS_METHODS);

int client_faults_attach(fault_hook *hook)
{
    model_hook = hook;
    return vector->attach_clients(client_fault_entry);
}

void client_faults_detach(void)
{
    vector->attach_clients(NULL);
}

int client_faults_hold(fault_hook *hook)
{
    const int error = holders ? 0 : client_faults_attach(hook);

    if (error >= 0)
        holders++;
    return error;
}

void client_faults_release(void)
{
    if (!--holders)
        client_faults_detach();
}

laddr_t client_fault_address(void)
{
    return vector->fault_address();
}

void client_die(struct client *client, const struct client_fault *fault)
{
    if (fault->vector == VECTOR_TIME_LIMIT)
        model_report("client %s of %s, space %d: time limit, at %02x:%08x",
                     client->name, model_name, client->head.handle, fault->cs,
                     fault->eip);
    else
        model_report("client %s of %s, space %d: vector %u, error 0x%x, at "
                     "%02x:%08x", client->name, model_name, client->head.handle,
                     fault->vector, fault->error, fault->cs, fault->eip);
    last.count++;
    last.vector = (int)fault->vector;
    last.error = (int)fault->error;
    last.space = client->head.handle;
    last.eip = fault->eip;
    client_leave(client, E_DIED);
}

/* From fault.S. */
void client_fault(struct client *client, struct client_fault *fault)
{
    if (!model_hook || !model_hook(client, fault))
        client_die(client, fault);
}
