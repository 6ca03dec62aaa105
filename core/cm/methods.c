/* SPDX-License-Identifier: MIT */
/* The methods of the interface "cm": arguments in, checked; one result. */
#include "carried.h"

#include "../api/manifest.h"
#include "../image/archive.h"
#include "../lib/string.h"

#define CALL struct gate_call *call, struct gate *gate

struct name { _Alignas(u32) char text[NAME_SIZE]; };

/* A name that the caller points at. */
static int read_name(saddr_t at, struct name *name)
{
    const int length = core->user_string(at, name->text, sizeof(name->text));

    if (length == E_RANGE)
        return refuse(E_NOTFOUND, "a name has at most %u characters",
                      NAME_SIZE - 1);
    if (length < 0)
        return refuse(E_ADDRESS, "0x%x is no string of the caller's", at);
    return length;
}

/* Requests that make upcalls end with this: who asked may be dead. */
static u32 answer(u32 result)
{
    core->answered();
    return result;
}

/* Such a request begins, with that name; or an error. */
static int start(const struct gate_call *call, saddr_t ebp, saddr_t at,
                 struct name *name)
{
    reason_clear();
    const int length = read_name(at, name);

    if (length >= 0)
        core->asked(call->caller, ebp, call->esp);
    return length;
}

static u32 GATE_METHOD load(CALL)
{
    struct name name;
    const int length = start(call, EBP_OF_CALLER, call->arg[0], &name);

    (void)gate;
    if (length < 0)
        return (u32)length;
    return answer((u32)module_load(name.text, call->esp));
}

static u32 GATE_METHOD unload(CALL)
{
    const saddr_t ebp = EBP_OF_CALLER;

    (void)gate;
    reason_clear();
    core->asked(call->caller, ebp, call->esp);
    return answer((u32)module_unload(call->arg[0], call->esp,
                                     call->caller, ebp));
}

static u32 GATE_METHOD find(CALL)
{
    struct name name;
    const int length = read_name(call->arg[0], &name);

    (void)gate;
    if (length < 0)
        return (u32)length;
    const struct graph_node *node = find_module(name.text);
    return node ? node->handle
                : (u32)refuse(E_NOTFOUND, "no module '%s'", name.text);
}

static u32 GATE_METHOD bind(CALL)
{
    struct name receptacle, interface;
    int error;

    (void)gate;
    reason_clear();
    error = read_name(call->arg[1], &receptacle);
    if (error >= 0)
        error = read_name(call->arg[3], &interface);
    if (error < 0)
        return (u32)error;
    return (u32)binding_create(call->arg[0], receptacle.text, call->arg[2],
                               interface.text);
}

static u32 GATE_METHOD rebind(CALL)
{
    const struct request request = { call->caller, EBP_OF_CALLER, call->esp };
    struct name interface;

    (void)gate;
    reason_clear();
    const int error = read_name(call->arg[2], &interface);
    if (error < 0)
        return (u32)error;
    return (u32)binding_change(call->arg[0], call->arg[1], interface.text,
                               &request);
}

static u32 GATE_METHOD unbind(CALL)
{
    const struct request request = { call->caller, EBP_OF_CALLER, call->esp };

    (void)gate;
    reason_clear();
    return (u32)binding_destroy(call->arg[0], &request);
}

/* As much of a text as fits, with its NUL; the length that it has. */
static u32 copy_out(const char *text, saddr_t at, u32 size)
{
    const u32 length = (u32)strlen(text);
    const u32 n = length < size ? length : size - 1;
    char *to = size ? core->user_pointer(at, size) : NULL;

    if (!to)
        return (u32)E_ADDRESS;
    memcpy(to, text, n);
    to[n] = 0;
    return length;
}

static u32 GATE_METHOD reason(CALL)
{
    (void)gate;
    return copy_out(reason_text(), call->arg[0], call->arg[1]);
}

static int find_member(saddr_t at, struct archive_member *member)
{
    char name[ARCHIVE_NAME_SIZE];
    const int length = core->user_string(at, name, sizeof(name));

    if (length < 0)
        return refuse(E_ADDRESS, "0x%x is no name of the caller's", at);
    if (core->archive_find(core->archive, name, member) < 0)
        return refuse(E_NOTFOUND, "the boot archive has no '%s'", name);
    return 0;
}

static u32 GATE_METHOD archive_size(CALL)
{
    static struct archive_member member;
    const int error = find_member(call->arg[0], &member);

    (void)gate;
    return error ? (u32)error : member.size;
}

static u32 GATE_METHOD archive_read(CALL)
{
    static struct archive_member member;
    const int error = find_member(call->arg[0], &member);
    const u32 offset = call->arg[1];
    u32 size = call->arg[3];

    (void)gate;
    if (error)
        return (u32)error;
    if (offset > member.size)
        return (u32)E_RANGE;
    if (size > member.size - offset)
        size = member.size - offset;
    void *to = core->user_pointer(call->arg[2], size);
    if (!to)
        return (u32)E_ADDRESS;
    memcpy(to, member.data + offset, size);
    return size;
}

static u32 GATE_METHOD archive_name(CALL)
{
    static struct archive_member member;

    (void)gate;
    if (core->archive_at(core->archive, call->arg[0], &member) < 0)
        return (u32)E_NOTFOUND;
    return copy_out(member.name, call->arg[1], call->arg[2]);
}

static u32 GATE_METHOD digest(CALL)
{
    const saddr_t ebp = EBP_OF_CALLER;

    (void)gate;
    core->asked(call->caller, ebp, call->esp);
    module_drop_orphans(call->esp);
    return answer(graph_digest() & 0x7fffffffu);    /* negative: errors */
}

static u32 GATE_METHOD replace(CALL)
{
    const saddr_t ebp = EBP_OF_CALLER;
    struct name name;
    const int length = start(call, ebp, call->arg[1], &name);

    (void)gate;
    if (length < 0)
        return (u32)length;
    return answer((u32)module_replace(call->arg[0], name.text, call->esp,
                                      call->caller, ebp));
}

static u32 GATE_METHOD drain(CALL)
{
    (void)gate;
    reason_clear();
    return (u32)module_drain(call->arg[0], call->arg[1]);
}

static u32 GATE_METHOD load_by(CALL)
{
    struct name name;
    const int length = start(call, EBP_OF_CALLER, call->arg[1], &name);

    (void)gate;
    if (length < 0)
        return (u32)length;
    return answer((u32)carrier_load(call->arg[0], name.text, call->esp));
}

gate_method *const cm_methods[METHODS_OF(cm)] = {
    METHOD_AT(cm, load) = load,
    METHOD_AT(cm, unload) = unload,
    METHOD_AT(cm, find) = find,
    METHOD_AT(cm, bind) = bind,
    METHOD_AT(cm, rebind) = rebind,
    METHOD_AT(cm, unbind) = unbind,
    METHOD_AT(cm, reason) = reason,
    METHOD_AT(cm, archive_size) = archive_size,
    METHOD_AT(cm, archive_read) = archive_read,
    METHOD_AT(cm, archive_name) = archive_name,
    METHOD_AT(cm, digest) = digest,
    METHOD_AT(cm, replace) = replace,
    METHOD_AT(cm, drain) = drain,
    METHOD_AT(cm, load_by) = load_by,
};
const u32 cm_method_count = ARRAY_SIZE(cm_methods);
