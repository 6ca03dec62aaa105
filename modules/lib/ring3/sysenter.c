/* SPDX-License-Identifier: MIT */
/* Stubs with SYSENTER, and the two services that gates have in assembly. */
#include "sysenter.h"

#include "../../../core/lib/string.h"
#include "ring3.h"
#include "../native/image.h"
#include "../space/parts.h"
#include "../client/service.h"

DEIMOS_RECEPTACLE(sysenter, sysenter, "sysenter",
                  .pairs = "<entry, \"sysenter\"> <check, \"software\">");

/* sysenter.S */
void sysenter_entry(void);
extern const u8 sysenter_stubs[IMAGE_SERVICES];
int sysenter_exit(struct client *client, const u32 *arg);

static int null(struct client *client, const u32 *arg)
{
    (void)client;
    (void)arg;
    return 0;
}

static int hand_off(struct client *client, const u32 *arg)
{
    (void)client;
    return concurrency->hand_off((int)arg[0]);
}

service *const sysenter_services[SERVICES] = {
    [SERVICE_EXIT] = sysenter_exit, [SERVICE_YIELD] = service_yield,
    [SERVICE_HAND_OFF] = hand_off, [SERVICE_PRINT] = service_print,
    [SERVICE_NULL] = null, [SERVICE_MAP] = service_map,
    [SERVICE_UNMAP] = service_unmap, [SERVICE_PROTECT] = service_protect,
    [SERVICE_GROW] = service_grow, [SERVICE_ATTACH] = service_attach,
    [SERVICE_GRAPH] = service_graph,
};

/* Each begins with MOVL $next, %edx. */
static void write_stubs(const struct image *image)
{
    const u32 first = image->text + image->text_size - IMAGE_STUBS;

    memcpy(image_stub(image, 0), sysenter_stubs, IMAGE_SERVICES);
    for (u32 i = 0; i <= SERVICES; i++) {
        const u32 next = first + i * IMAGE_STUB + STUB_NEXT;
        memcpy(image_stub(image, i) + 1, &next, sizeof(next));
    }
    client_stubs_of_calls(image);
}

/* No state is kept here, for the binding may end and come again: E_BUSY says
 * that the way is open. */
int sysenter_choose(const struct image *image)
{
    const int error = sysenter->attach(sysenter_entry, CLIENT_CODE,
                                       CLIENT_STACK);

    if (error == E_UNBOUND)
        return 0;
    if (error < 0 && error != E_BUSY) {
        model_report("%s: client %s: SYSENTER: %s", model_name, image->name,
                     error_text(error));
        return error;
    }
    write_stubs(image);
    return 0;
}

void sysenter_close(void)
{
    sysenter->detach();
}
