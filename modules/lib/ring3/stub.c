/* SPDX-License-Identifier: MIT */
/* A client's stubs, as calls of its gates. */
#include "ring3.h"

#include "../../../core/lib/string.h"
#include "../native/image.h"

/* LCALL selector:0 */
static void write_call(u8 *at, u32 service)
{
    static const u8 code[] = { 0x9a, 0, 0, 0, 0, 0, 0 };

    memcpy(at, code, sizeof(code));
    at[5] = (u8)CLIENT_GATE(service);
    at[6] = (u8)(CLIENT_GATE(service) >> 8);
}

/* A service: LCALL, RET. The end: PUSH EAX twice, for status and return
 * address, and exit. */
void client_stubs(const struct image *image)
{
    u8 *finish = image_stub(image, SERVICES);

    for (u32 i = 0; i < SERVICES; i++) {
        write_call(image_stub(image, i), i);
        image_stub(image, i)[7] = 0xc3;
    }
    finish[0] = finish[1] = 0x50;
    write_call(finish + 2, SERVICE_EXIT);
}

int client_place(struct image *image, u32 text, u32 data)
{
    const int error = image_place(image, text, data);

    if (error >= 0)
        client_stubs(image);
    return error;
}
