/* SPDX-License-Identifier: MIT */
/* A client that measures one call of what its receptacle is bound to. */
#include "ipc_client.h"

#include "measure/measure.h"
#include "binding.h"
#include "client.h"
#include "memory.h"

CLIENT("ipc_caller");
DEIMOS_RECEPTACLE(server, service, "service");

static struct ipc_request *request;
static const void *in;          /* NULL: no bytes go there */
static void *out;
static u32 size;
static volatile s32 result;

static void ask(void)
{
    result = server->call(SERVICE_DATA, in, size, out, size);
}

static struct ipc_granted granted;

static void ask_granted(void)
{
    result = server->call(SERVICE_DATA, &granted, sizeof(granted), NULL, 0);
}

static void (*question(void))(void)
{
    if (!request->region)
        return ask;
    granted = (struct ipc_granted){
        { request->region, IPC_BYTES, ACCESS_READ | ACCESS_WRITE }, size };
    return ask_granted;
}

int client_main(u32 argument)
{
    request = (struct ipc_request *)argument;
    size = request->size;
    in = size ? request->in : NULL;
    out = size ? request->out : NULL;
    request->ticks = tsc_measures[request->kind](question());
    request->result = result;
    return 0;
}
