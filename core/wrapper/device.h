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

/* ORDER struct device */
#define DEVICE_WRAPPER(device, resources)                                   \
    static struct device_grant device = { &resources, 0 };                  \
    DEVICE_METHOD(device, describe,                                         \
                  device_describe(&device, call->arg[0]))                   \
    DEVICE_METHOD(device, claim, device_claim(&device, gate))               \
    DEVICE_METHOD(device, segment,                                          \
                  device_segment(&device, call->arg[0], gate))              \
    DEVICE_METHOD(device, attach,                                           \
                  device_attach(&device, call->arg, gate))                  \
    DEVICE_METHOD(device, release, device_release(&device, gate->binding))  \
    static void device##_released(u32 binding)                              \
    {                                                                       \
        device_release(&device, binding);                                   \
    }                                                                       \
    static gate_method *const device##_table[] = {                          \
        device##_describe, device##_claim, device##_segment,                \
        device##_attach, device##_release,                                  \
    };                                                                      \
    const struct wrapper device##_wrapper = {                               \
        .name = #device, .type = "device", .methods = DEVICE_METHODS,       \
        .table = device##_table, .count = ARRAY_SIZE(device##_table),       \
        .released = device##_released, .digest = device_digest,             \
    }
