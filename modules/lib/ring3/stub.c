/* SPDX-License-Identifier: MIT */
/* A client's stubs, as calls of its gates. */
#include "ring3.h"

#include "../../../core/lib/string.h"
#include "../native/image.h"

/* LCALL selector:0 */
static void write_call(u8 *at, u32 gate)
{
    static const u8 code[] = { 0x9a, 0, 0, 0, 0, 0, 0 };

    memcpy(at, code, sizeof(code));
    at[5] = (u8)CLIENT_GATE(gate);
    at[6] = (u8)(CLIENT_GATE(gate) >> 8);
}

/* Into a method: PUSH EDI, ESI, EDX, ECX, EBX; CALL *EAX; JMP to finish. */
static void write_visit(u8 *finish)
{
    static const u8 code[] = { 0x57, 0x56, 0x52, 0x51, 0x53, 0xff, 0xd0, 0xeb,
                               (u8)-(STUB_VISIT + 9) };

    memcpy(finish + STUB_VISIT, code, sizeof(code));
}

/* Out through slot i: MOVL $i, %eax; LCALL; RET. */
static void write_slot(u8 *at, u32 i)
{
    static const u8 code[] = { 0xb8, 0, 0, 0, 0 };

    memcpy(at, code, sizeof(code));
    at[1] = (u8)i;
    write_call(at + 5, GATE_CALL);
    at[12] = 0xc3;
}

void client_stubs_of_calls(const struct image *image)
{
    write_visit(image_stub(image, SERVICES));
    for (u32 i = 0; i < IMAGE_SLOTS; i++)
        write_slot(image_call(image, i), i);
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
    client_stubs_of_calls(image);
}

int client_place(struct image *image, u32 text, u32 data)
{
    const int error = image_place(image, text, data);

    if (error >= 0)
        client_stubs(image);
    return error;
}
