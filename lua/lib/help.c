/* SPDX-License-Identifier: MIT */
/* help() and help("topic"): one text for each topic. README.md has more. */
#include "libs.h"

#include <stdio.h>
#include <string.h>

#include "lauxlib.h"

#include "../args/args.h"
#include "../module/ium.h"

static const struct topic {
    const char *name, *text;
} topics[] = {
    { "modules",
      "deimos.load(name)             load a module of the archive\n"
      "deimos.find(name)             the newest of that name, or nil\n"
      "module.name, module.handle\n"
      "module:interfaces()           list of { name, type, methods }\n"
      "module:replace(name)          load that one, which takes its place\n"
      "module:load(name)             of a memory model: load a program\n"
      "module:space()                a program's space, or nil\n"
      "module:drain(seconds)         unload, and wait for calls to end\n"
      "module:unload()\n" },
    { "calls",
      "object = module:open(interface)   bind it to this script\n"
      "object.method(...)            up to 6 integers, booleans, strings\n"
      "                              (their address); a signed integer\n"
      "deimos.close(object)          unbind it\n"
      "deimos.buffer(size)           bytes for a method: b:u32(offset)\n"
      "A module that dies in a call is an error; see deimos.report().\n" },
    { "bindings",
      "binding = deimos.bind(caller, receptacle, provider, interface)\n"
      "binding:rebind(provider, interface)\n"
      "binding:unbind()\n"
      "binding.handle\n" },
    { "graph",
      "deimos.graph()                { version, generation, system, nodes,\n"
      "                                interfaces, receptacles, bindings }\n"
      "deimos.snapshot(label)        record it, to be drawn on the host\n"
      "deimos.digest()               CRC-32 over what is allocated\n"
      "deimos.report()               of the last death, or nil\n" },
    { "nmm",
      "deimos.nmm.create_region{ space=, base=, size=, flags= }\n"
      "                              handle, info\n"
      "deimos.nmm.destroy_region(region)\n"
      "deimos.nmm.query_region(space, address)         info\n"
      "deimos.nmm.identify_region()                    handle\n"
      "deimos.nmm.paging(boolean)                      state before\n"
      "deimos.nmm.create_page_table(base, size)        space\n"
      "deimos.nmm.destroy_page_table(space)\n"
      "deimos.nmm.create_page_mapping(space, address, frame | flags)\n"
      "deimos.nmm.invalidate_page_mapping(space, address)\n"
      "deimos.nmm.phys_to_virt(space, frame)           address or nil\n"
      "deimos.nmm.page_attributes(space, address, pages, clear, set, flush)\n"
      "deimos.nmm.frame_status(frame)                  info\n"
      "deimos.nmm.flush(space, address, pages, strategy)\n"
      "deimos.nmm.share_region(region, space, base, flags)    region\n"
      "deimos.nmm.give_region(region, module.handle)\n"
      "deimos.nmm.copy_bytes(to, from, size, region)\n"
      "deimos.nmm.reverse_structure(\"scan\"|\"inverted\"|\"chain\")\n"
      "also create_ and destroy_ of global_segment ldt local_segment tss\n"
      "spaces: CORE UPS; flags: ANYWHERE FIXED SELF_BACKED FRAMES COMMON;\n"
      "mappings: PRESENT WRITE USER; WINDOW_BASE PAGE_SIZE\n" },
    { "machine",
      "deimos.machine()              cpu_vendor, cpu_name, features.tsc,\n"
      "                              clock, memory, ...; by trying:\n"
      "                              segment_limits, iret_checked,\n"
      "                              parameters_checked\n"
      "deimos.options                of the kernel command line\n"
      "deimos.ticks(), deimos.clock()    since boot: ticks, seconds\n"
      "deimos.tsc()                  time stamp counter, or nil\n" },
    { "archive",
      "deimos.archive(name)          contents of a member, or nil\n"
      "deimos.members()              list of names\n"
      "require \"name\"                lua/name.lua, workloads/name.lua\n"
      "io.open(name), dofile(name)   members too, read only\n" },
    { "experiments",
      "deimos.begin()                load the harness, before all else\n"
      "deimos.experiment{ experiment=, case=, module=, interface=,\n"
      "    model=, x=, parameter=, warmup=, samples= }\n"
      "                              table: n cold min p25 p50 p75 p99 max\n"
      "                              mean stddev overhead unit verified; or\n"
      "                              nil, \"no TSC\"\n"
      "deimos.not_applicable{ experiment=, case=, model=, x= }\n"
      "deimos.environment(key, value)\n" },
    { "errors",
      "deimos.errors.E_FULL          the number of that error\n"
      "deimos.error_text(number)     what it means\n" },
    { "exit",
      "deimos.exit([\"pass\"|\"fail\"|\"skip\"|code [, message]])\n"
      "An error ends a script with the status \"failed\".\n" },
};

static void list(void)
{
    printf("help(\"topic\"), of these topics:\n ");
    for (u32 i = 0; i < ARRAY_SIZE(topics); i++)
        printf(" %s", topics[i].name);
    printf("\n");
}

static int help(lua_State *L)
{
    const char *name = lua_isnoneornil(L, 1) ? NULL
                       : arg_text(L, 1, "help topic", ARG_LONG);

    for (u32 i = 0; name && i < ARRAY_SIZE(topics); i++) {
        if (!strcmp(name, topics[i].name)) {
            fputs(topics[i].text, stdout);
            return 0;
        }
    }
    if (name)
        printf("no topic '%s'\n", name);
    list();
    return 0;
}

void lib_help_open(lua_State *L)
{
    lua_register(L, "help", help);
}
