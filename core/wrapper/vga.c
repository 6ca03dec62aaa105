/* SPDX-License-Identifier: MIT */
/* The VGA's text screen as a device: its memory, and the cursor's ports. */
#include "device.h"

#include "../base/layout.h"

static const struct device_resources resources = {
    .memories = 1, .port_ranges = 1,
    .memory = { { VGA_TEXT, VGA_TEXT_SIZE, DEVICE_UNCACHED } },
    .ports = { { VGA_CRTC, 2 } },
};

DEVICE_WRAPPER(vga, resources);
