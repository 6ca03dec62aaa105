/* SPDX-License-Identifier: MIT */
/*
 * Activating the boot archive (paper 3.3): the loader and the CM become
 * images of the core, at the end of memory.
 */
#include "boot_archive.h"

#include "../image/archive.h"
#include "../lib/format.h"
#include "../gate/gate.h"
#include "../base/graph.h"
#include "../base/hard.h"
#include "../image/image.h"
#include "../base/layout.h"
#include "../image/loader.h"
#include "../device/machine.h"
#include "../base/manager.h"
#include "../memory/memory.h"
#include "multiboot.h"
#include "release.h"
#include "../ups/runtime.h"
#include "../image/exports.h"
#include "../death/death.h"
#include "../thread/asker.h"
#include "../thread/stack.h"
#include "../lib/string.h"
#include "../gate/upcall.h"
#include "../ups/user.h"
#include "../gate/wrapper.h"
#include "../device/console.h"
#include "../../nmm/region/create.h"
#include "../../nmm/region/hold.h"
#include "../../nmm/whole/whole.h"

#define LOADER_FILE "core/loader.img"
#define MANAGER_FILE "core/cm.img"

const struct manager *manager;

static char text[256];                  /* a reason */

static const struct wrapper *const wrappers[] = {
    &nmm_wrapper, &port_wrapper, &vector_wrapper, &console_wrapper,
    &interrupt_wrapper, &cpu_wrapper, &vga_wrapper, &gate_wrapper,
    &sysenter_wrapper, &archive_wrapper,
#ifdef HARD
    &hard_wrapper,
#endif
    NULL,
};

struct core_exports core_exports = {
    .graph = &graph, .archive = &boot_archive, .wrappers = wrappers,
    .user_pointer = user_pointer, .user_string = user_string,
    .archive_find = archive_find, .archive_at = archive_at,
    .gate_create = gate_create, .gate_destroy = gate_destroy,
    .gate_table = gate_table, .gate_selector = gate_selector,
    .gate_digest = gate_digest,
    .region_create = region_create, .region_destroy = region_destroy,
    .region_hold = region_hold, .region_unhold = region_unhold,
    .reclaim = nmm_reclaim, .nmm_digest = nmm_digest,
    .upcall = upcall, .is_active = stack_is_active,
    .is_entered = stack_is_entered, .lead = stack_lead,
    .asked = asker_set, .answered = death_of_asker,
    .release_loader = release_loader, .release_manager = release_manager,
#ifdef HARD
    .hard_fails = hard_fails,
#endif
};

const char *boot_archive_check(void)
{
    struct archive_reason why;

    if (!boot_info.archive)
        return "the boot archive is missing: no multiboot module";
    if (archive_check(&boot_archive, (const void *)boot_info.archive,
                      boot_info.archive_size, &why) == 0)
        return NULL;
    format(text, sizeof(text), "the boot archive is damaged: %s", why.text);
    return text;
}

static const char *find_image(const char *name, struct archive_member *member,
                              u32 *size)
{
    const char *why = "missing";

    if (archive_find(&boot_archive, name, member) == 0)
        why = image_check(member->data, member->size, size);
    if (!why)
        return NULL;
    format(text, sizeof(text), "the boot archive's %s: %s", name, why);
    return text;
}

const char *boot_archive_measure(u32 *loader_size, u32 *cm_size)
{
    static struct archive_member member;
    const char *why = find_image(LOADER_FILE, &member, loader_size);

    return why ? why : find_image(MANAGER_FILE, &member, cm_size);
}

void boot_archive_move(void)
{
    memmove((void *)memory.archive, (const void *)boot_info.archive,
            boot_info.archive_size);
    archive_check(&boot_archive, (const void *)memory.archive,
                  boot_info.archive_size, NULL);
}

static const void *activate(const char *name, paddr_t at)
{
    static struct archive_member member;
    u32 size;

    find_image(name, &member, &size);
    return image_activate(member.data, at, &core_exports);
}

void boot_archive_activate(void)
{
    core_exports.unbound = RUNTIME(runtime_unbound);
    core_exports.dead = RUNTIME(runtime_dead);
    core_exports.loader = activate(LOADER_FILE, memory.manager);
    manager = activate(MANAGER_FILE, memory.cm);
    if (manager->start() < 0)
        machine_refuse("the boot archive: %s", manager->reason());
}
