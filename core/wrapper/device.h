/* SPDX-License-Identifier: MIT */
/*
 * What the wrappers of devices share (api/device.h). A device's own file has
 * its description, and DEVICE_WRAPPER() makes the rest of it.
 */
#pragma once

#include "../api/device.h"
#include "../gate/wrapper.h"

struct device_grant {
    const struct device_resources *has;
    u32 binding;                /* that it is granted to; 0: nobody */
};

u32 device_describe(const struct device_grant *d, u32 to);
u32 device_claim(struct device_grant *d, const struct gate *gate);
u32 device_segment(const struct device_grant *d, u32 memory,
                   const struct gate *gate);
u32 device_attach(const struct device_grant *d, const u32 *arg,
                  const struct gate *gate);
u32 device_release(struct device_grant *d, u32 binding);
/* Of all devices: CRC over the segments and who has which. */
u32 device_digest(u32 crc);

#define DEVICE_METHOD(device, method, result_)                              \
    static u32 GATE_METHOD device##_##method(struct gate_call *call,        \
                                             struct gate *gate)             \
    {                                                                       \
        (void)call;                                                         \
        (void)gate;                                                         \
        return result_;                                                     \
    }

#define DEVICE_WRAPPER(name_, resources)                                    \
    static struct device_grant name_ = { &resources, 0 };                   \
    DEVICE_METHOD(name_, describe,                                          \
                  device_describe(&name_, call->arg[0]))                    \
    DEVICE_METHOD(name_, claim, device_claim(&name_, gate))                 \
    DEVICE_METHOD(name_, segment,                                           \
                  device_segment(&name_, call->arg[0], gate))               \
    DEVICE_METHOD(name_, attach,                                            \
                  device_attach(&name_, call->arg, gate))                   \
    DEVICE_METHOD(name_, release, device_release(&name_, gate->binding))    \
    static void name_##_released(u32 binding)                               \
    {                                                                       \
        device_release(&name_, binding);                                    \
    }                                                                       \
    static gate_method *const name_##_table[METHODS_OF(device)] = {         \
        METHOD_AT(device, describe) = name_##_describe,                     \
        METHOD_AT(device, claim) = name_##_claim,                           \
        METHOD_AT(device, segment) = name_##_segment,                       \
        METHOD_AT(device, attach) = name_##_attach,                         \
        METHOD_AT(device, release) = name_##_release,                       \
    };                                                                      \
    const struct wrapper name_##_wrapper = {                                \
        .name = #name_, .type = "device", .methods = DEVICE_METHODS,        \
        .table = name_##_table, .count = ARRAY_SIZE(name_##_table),         \
        .released = name_##_released, .digest = device_digest,              \
    }
