/* SPDX-License-Identifier: MIT */
/* Page faults that fault.S does not serve by itself. */
#include "map.h"

#include "../../core/layout.h"
#include "../model/fault.h"

#define PAGE_FAULT 14

enum { ERROR_PRESENT = 1, ERROR_WRITE = 2 };    /* manual 5.12 */

const struct trap *volatile trap;
DEIMOS_SLOTS_(trap, 1, "trap");
DEIMOS_RECEPTACLE(exceptions, vector, "vector", .from = "vector");

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
    client_faults_detach();
    exceptions->detach(PAGE_FAULT);
}

/* Not a client's: the module that did it dies, this one too. */
static void decline(const struct client_fault *from)
{
    struct fault fault = {
        .edi = from->edi, .esi = from->esi, .ebp = from->ebp,
        .ebx = from->ebx, .edx = from->edx, .ecx = from->ecx,
        .eax = from->eax, .vector = from->vector, .error = from->error,
        .eip = from->eip, .cs = from->cs, .eflags = from->eflags,
        .esp = (u32)&from->esp, .ss = UPS_DS,
    };

    exceptions->decline(&fault);
}

/* A page that is not there is brought; what is forbidden, and stays so, is
 * the trap's. Returns what page_touch does. */
static int serve(struct space *space, u32 number, u32 access)
{
    model_lock();
    paged.faults++;
    int error = page_touch(space, number, access);
    model_unlock();
    return error;
}

static void die(struct space *space, const struct client_fault *fault,
                laddr_t address, int error)
{
    if (error != E_ADDRESS)
        model_report("%s: space %d: page at 0x%x: %s", model_name,
                     space->client.space, address - WINDOW,
                     error_text(error));
    client_die(&space->client, fault);
}

/* MEASURED PATH, as far as the trap. From fault.S. */
void fault_serve(struct client_fault *fault, struct space *space,
                 laddr_t address)
{
    const u32 number = (address - WINDOW) >> PAGE_SHIFT;
    const u32 access = fault->error & ERROR_WRITE ? ACCESS_WRITE
                                                  : ACCESS_READ;

    if ((fault->cs & 3) != 3) {
        decline(fault);
        return;
    }
    int error = E_ADDRESS;
    if (number < space->pages && space->shadow[number] & access)
        error = serve(space, number, access);
    if (error == E_ADDRESS &&
        trap->access(space->client.space, address - WINDOW, access) == 1)
        return;
    if (error < 0)
        die(space, fault, address, error);
}
