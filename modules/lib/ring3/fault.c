/* SPDX-License-Identifier: MIT */
/* Clients that do what they may not. */
#include "fault.h"

#include "ring3.h"
#include "../proxy/proxy.h"
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

/* Of one that was late, what that was. */
static struct client_fault cause(struct client *client,
                                 const struct client_fault *fault)
{
    struct proxy *proxy = client->proxy;
    struct client_fault cause = *fault;

    if (!client_is_late(client, fault->eip))
        return cause;
    cause.vector = VECTOR_TIME_LIMIT;
    cause.error = 0;
    cause.eip = proxy->late_eip;
    proxy->late_eip = 0;
    return cause;
}

void client_die(struct client *client, const struct client_fault *from,
                u32 link)
{
    const struct client_fault of = cause(client, from), *fault = &of;
    const laddr_t linear = client_fault_address();      /* others fault, too */

    if (client->proxy && client->proxy->is_dead)
        client_leave(link, E_DIED);     /* it has died in another thread */
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
    proxy_died(client);
    client_ended(client, fault, linear);        /* who is told may die of it */
    client_leave(link, E_DIED);
}

/* From fault.S. A step is nobody's but the watch's. */
void client_fault(struct client *client, struct client_fault *fault)
{
    if (client_is_late(client, fault->eip) ||
        !((model_hook && model_hook(client, fault)) ||
          client_step(client, fault)))
        client_die(client, fault, CLIENT_LINK((u32)(fault + 1)));
}
