/* SPDX-License-Identifier: MIT */
/* Page faults that fault.S does not serve by itself. */
#include "fault.h"

#include "../../../core/api/selectors.h"
#include "../../../core/lib/string.h"
#include "ring3/fault.h"
#include "ring3/sysenter.h"
#include "model.h"
#include "paging/pages.h"
#include "page/shadow.h"
#include "resident/evict.h"
#include "resident/touch.h"

#define PAGE_FAULT 14
#define GENERAL_PROTECTION 13
#define VIRTUAL_WORDS 16        /* bytes: es ds fs gs */
#define ALWAYS_INLINE inline __attribute__((always_inline))

enum { ERROR_WRITE = 2 };               /* manual 5.12 */

/* The stack of fault.S: struct client_fault without a vector. */
struct page_fault {
    u32 es, ds;
    u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;
    u32 error;
    u32 eip, cs, eflags, esp, ss;
};

const struct trap *volatile trap;
DEIMOS_SLOTS_(trap, 1, "trap");
DEIMOS_RECEPTACLE(exceptions, vector, "vector", .from = "vector");

static u32 served;

u32 fault_count(void)
{
    return served;
}

int fault_attach(void)
{
    int error = exceptions->attach(PAGE_FAULT, fault_entry);

    if (error < 0)
        return error;
    error = client_faults_attach(NULL);
    if (error < 0)
        exceptions->detach(PAGE_FAULT);
    return error;
}

void fault_detach(void)
{
    protect_forget();
    sysenter_close();
    client_faults_detach();
    exceptions->detach(PAGE_FAULT);
}

static struct client_fault complete(const struct page_fault *f)
{
    return (struct client_fault){
        .es = f->es, .ds = f->ds, .edi = f->edi, .esi = f->esi,
        .ebp = f->ebp, .ebx = f->ebx, .edx = f->edx, .ecx = f->ecx,
        .eax = f->eax, .vector = PAGE_FAULT, .error = f->error,
        .eip = f->eip, .cs = f->cs, .eflags = f->eflags,
        .esp = f->esp, .ss = f->ss };
}

/* Not a client's: the module that did it dies, be it this one. */
static void decline(const struct page_fault *from)
{
    const struct fault fault = {
        .edi = from->edi, .esi = from->esi, .ebp = from->ebp,
        .ebx = from->ebx, .edx = from->edx, .ecx = from->ecx,
        .eax = from->eax, .vector = PAGE_FAULT, .error = from->error,
        .eip = from->eip, .cs = from->cs, .eflags = from->eflags,
        .esp = (u32)&from->esp, .ss = UPS_DS,
    };

    exceptions->decline(&fault);
}

/* The trap does not allow it. */
void fault_refuse(const struct page_fault *fault, struct space *space)
{
    const struct client_fault whole = complete(fault);

    client_die(&space->client, &whole, CLIENT_LINK((u32)(fault + 1)));
}

/* Whose ring-1 stack this is; its client goes no further. From fault.S. */
void fault_virtual(const struct page_fault *fault)
{
    struct client_fault whole = complete(fault);
    const u32 stack1 = (u32)(fault + 1) + VIRTUAL_WORDS;

    whole.vector = GENERAL_PROTECTION;
    whole.error = 0;
    for (u32 i = 0; i < SPACES_MAX; i++) {
        struct client *client = (struct client *)spaces_slot(i);
        if (client && *(struct client **)stack1 == client)
            client_die(client, &whole, CLIENT_LINK(stack1));
    }
    __builtin_trap();
}

static int gets_nowhere(struct space *space, const struct page_fault *f)
{
    const struct instruction now = {
        .thread = f, .eip = f->eip, .edi = f->edi, .esi = f->esi,
        .ebp = f->ebp, .ebx = f->ebx, .edx = f->edx, .ecx = f->ecx,
        .eax = f->eax, .esp = f->esp };

    return stuck_note(&space->stuck, &now, evict_count);
}

/* A page that is not there is brought. Returns what touch() does; E_NOMEM,
 * too, if that leads to nothing. */
static ALWAYS_INLINE int serve(struct space *space,
                               const struct page_fault *fault, u32 number,
                               u32 access)
{
    int error = model_lock();
    const u32 before = evict_count;

    if (error)
        return error;
    served++;
    error = touch(space, number, access);
    if (evict_count != before && gets_nowhere(space, fault))
        error = E_NOMEM;
    /* Of a store or a policy: the client may do what it did. */
    if (error == E_ADDRESS && !(access & ~space->shadow[number]))
        error = E_INVALID;
    return model_leave(error);
}

/* A page that is closed: what watches the client is told. 1: it goes on. */
static int watched(struct page_fault *fault, struct space *space, u32 address)
{
    struct client_fault whole = complete(fault);
    const int answer = client_touch(&space->client, &whole, address,
                                    CLIENT_LINK((u32)(fault + 1)));

    if (answer == WATCH_NOBODY)
        model_pages_close(space->client.head.handle, address, PAGES_OPEN);
    fault->eflags = whole.eflags;
    return answer;
}

/* Nothing has to be waited for. */
static int is_here(const struct space *space, u32 number, u32 access)
{
    const int bits = nmm->page_attributes(space->vsas, space_linear(number), 1,
                                          0, 0, FLUSH_NONE);

    return bits >= 0 && bits & MAP_PRESENT &&
           !(access & ACCESS_WRITE && space->shadow[number] & SHADOW_COPY);
}

/* The same of a space that has, or had, pages that are closed: who watches it
 * may have interrupts off for one instruction. */
static __attribute__((noinline)) int
serve_watched(struct space *space, struct page_fault *fault, u32 address,
              u32 access)
{
    const u32 number = address >> PAGE_SHIFT;
    const int may = number < space->pages && space->shadow[number] & access;
    int error = E_ADDRESS;

    if (space->client.is_stepped && !(may && is_here(space, number, access)))
        client_pause(&space->client, CLIENT_LINK((u32)(fault + 1)));
    if (may)
        error = serve(space, fault, number, access);
    if (error == E_OK && shadow_is_closed(space->shadow[number], access) &&
        !watched(fault, space, address))
        fault_refuse(fault, space);
    return error;
}

/* What is forbidden, and stays so, is the trap's. From fault.S; `address` is
 * the client's own. */
void fault_serve(struct page_fault *fault, struct space *space, u32 address)
{
    const u32 number = address >> PAGE_SHIFT;
    const u32 access = fault->error & ERROR_WRITE ? ACCESS_WRITE
                                                  : ACCESS_READ;
    int error = E_ADDRESS;

    if ((fault->cs & 3) != 3) {
        decline(fault);
        return;
    }
    if (!space->fast_pages)
        error = serve_watched(space, fault, address, access);
    else if (number < space->pages && space->shadow[number] & access)
        error = serve(space, fault, number, access);
    if (error == E_ADDRESS && !client_is_late(&space->client, fault->eip) &&
        trap->access(space->client.head.handle, address, access) == 1)
        return;
    if (error < 0 && error != E_ADDRESS)
        model_report("%s: space %d: page at 0x%x: %s", model_name,
                     space->client.head.handle, address, error_text(error));
    if (error < 0)
        fault_refuse(fault, space);
}
