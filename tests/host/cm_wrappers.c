/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * How the CM enters the core's own modules: policies of the archive up to
 * their limit and beyond it, the room for the methods' names, and who finds
 * which. Each start has a process of its own.
 */
#include "cm_world.h"

#include "../../core/api/carrier.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct plan *const none[] = { NULL };
/* The archive's only policies. */
static struct { const char *name; char text[1200]; u32 size; } policies[2];
/* What start() did. */
static int status;

static int find(const struct archive *archive, const char *name,
                struct archive_member *member)
{
    (void)archive;
    for (u32 i = 0; i < 2; i++)
        if (policies[i].name && !strcmp(name, policies[i].name)) {
            member->data = (const u8 *)policies[i].text;
            member->size = policies[i].size;
            return 0;
        }
    return E_NOTFOUND;
}

/* The text, and blanks up to that size; a member has no NUL at its end. */
static void set_policy(u32 i, const char *name, const char *text, u32 size)
{
    policies[i].name = name;
    policies[i].size = size;
    memset(policies[i].text, '!', sizeof(policies[i].text));
    memset(policies[i].text, ' ', size);
    memcpy(policies[i].text, text, strlen(text));
}

static void start(void)
{
    plans = none;
    core_exports.archive_find = find;
    manager = image_entry(&core_exports);
    graph.parts[GRAPH_PART_CONSTRAINTS].live = 0;
    status = manager->start();
}

/* Run in a child, whose checks count here, too. */
static void apart(void (*run)(void))
{
    int result = 1;
    const pid_t child = fork();

    if (child == 0) {
        check_count = check_failures = 0;
        start();
        run();
        fflush(stdout);
        _exit(check_failures != 0 || !check_count);
    }
    CHECK(waitpid(child, &result, 0) == child && result == 0);
}

static void is_sound(void)
{
    CHECK_EQ(status, 0);
    CHECK_EQ(graph.parts[GRAPH_PART_NODES].live, OWN_NODES + 2);
    CHECK_EQ(graph.parts[GRAPH_PART_INTERFACES].live, 5);
    CHECK(changes == 0 && !(graph.generation & 1));
}

static void is_too_long(void)
{
    char expected[80];

    sprintf(expected, "%s is longer than 511 characters", policies[0].name);
    CHECK_EQ(status, E_CONSTRAINT);
    CHECK(!strcmp(manager->reason(), expected));
    CHECK(changes == 0 && !(graph.generation & 1));
}

/* The CM refuses what is no constraint, and what exceeds the graph's room. */
static void is_refused(void)
{
    CHECK_EQ(status, E_CONSTRAINT);
    CHECK(strstr(manager->reason(), "of 'port'") != NULL);
    CHECK(!strstr(manager->reason(), "policy"));
}

static void has_both(void)
{
    is_sound();
    CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, 1);
    CHECK(!strncmp(graph.constraints[0].pairs, "<a, 1>", 6));
    CHECK(!strncmp(graph.constraints[0].predicate, "not <b, 2>", 10));
    CHECK_EQ(strlen(graph.constraints[0].pairs), policies[0].size);
    CHECK_EQ(strlen(graph.constraints[0].predicate), policies[1].size);
    CHECK_EQ(graph.interfaces[0].constraint, 1);
    CHECK_EQ(graph.interfaces[1].constraint, 0);
}

/* Each has a text of its own, whatever the one before it was. */
static void has_short_one(void)
{
    is_sound();
    CHECK_EQ(strlen(graph.constraints[0].predicate), 400);
    CHECK_EQ(strlen(graph.constraints[1].predicate), 20);
    CHECK_EQ(graph.interfaces[1].constraint, 2);
}

/* Those of the CM's own receptacle, which is bound under them. */
static void has_images(void)
{
    is_sound();
    CHECK_EQ(graph.receptacles[0].constraint, 1);
    CHECK(graph.receptacles[0].bound == 1 && !graph.receptacles[0].slots);
    CHECK_EQ(graph.bindings[0].interface, graph.interfaces[2].handle);
    CHECK(!graph.bindings[0].slot && !graph.bindings[0].selector);
}

static void takes_nobody(void)
{
    CHECK_EQ(status, E_CONSTRAINT);
    CHECK(strstr(manager->reason(), "of receptacle 'images' of 'cm'") != NULL);
    CHECK(changes == 0 && !(graph.generation & 1));
}

/* Exactly 255 and 511 characters fit, which the graph has room for. */
static void test_policies(void)
{
    static const char *const names[] = { "policy/port.pairs",
                                         "policy/port.predicate" };

    apart(is_sound);
    for (u32 size = 511; size < 514; size++)
        for (u32 i = 0; i < 2; i++) {
            set_policy(0, names[i], i ? "not <b, 2>" : "<a, 1>", size);
            apart(size > 511 ? is_too_long : i ? is_sound : is_refused);
        }
    set_policy(0, names[0], "<a, 1>", 255);
    set_policy(1, names[1], "not <b, 2>", 511);
    apart(has_both);
    set_policy(0, names[0], "<a, 1>", 256);
    apart(is_refused);
    set_policy(0, "policy/cm.predicate", "not <b, 2>", 1100);
    apart(is_too_long);
    set_policy(0, "policy/port.predicate", "not <b, 2>", 400);
    set_policy(1, "policy/cpu.predicate", "not <b, 2>", 20);
    apart(has_short_one);
    policies[1].name = NULL;
    set_policy(0, "policy/images.predicate", "not <b, 2>", 20);
    apart(has_images);
    set_policy(0, "policy/images.predicate", "<b, 2>", 20);
    apart(takes_nobody);
    policies[0].name = NULL;
}

static u32 room;                /* for the names of all interfaces */

static void has_names(void)
{
    const char *const text = (const char *)&graph;

    is_sound();
    CHECK(!strcmp(text + graph.interfaces[0].methods, "open close"));
    CHECK(!strcmp(text + graph.interfaces[1].methods, "read"));
    CHECK(!strcmp(text + graph.interfaces[2].methods, "size read"));
    CHECK(!strncmp(text + graph.interfaces[3].methods, "load ", 5));
    CHECK_EQ(graph.interfaces[0].methods,
             offsetof(struct graph, text) + GRAPH_TEXT_SIZE - room);
}

static void has_no_room(void)
{
    CHECK_EQ(status, E_FULL);
    CHECK(!strcmp(manager->reason(), "no room for the methods of 'carried'"));
    CHECK(graph.text_size <= GRAPH_TEXT_SIZE);
}

static void test_names(void)
{
    room = sizeof("open close") + sizeof("read") + sizeof("size read") +
           sizeof(CM_METHODS) + sizeof(CARRIED_MODULES_METHODS);
    graph.text_size = GRAPH_TEXT_SIZE - room;
    apart(has_names);
    graph.text_size++;
    apart(has_no_room);
    graph.text_size = GRAPH_TEXT_SIZE;
    status = 0;
    graph.text_size = 0;
}

static void finds(void)
{
    struct graph_node *port = core_node("port"), *own = core_node("cm");

    CHECK(port && !strcmp(port->name, "port") && port != own);
    CHECK(own && own->type == MODULE_SYSTEM && port->type == MODULE_WRAPPER);
    CHECK(core_node("loader") && !strcmp(core_node("loader")->name, "loader"));
    CHECK(!core_node("por") && !core_node("ports"));
    CHECK(!core_node(""));
    /* A module at ring 1 of such a name is none of the core. */
    protect_open();
    port->base = 0x1000;
    CHECK(!core_node("port"));
    port->base = 0;
    port->state = NODE_GONE;
    CHECK(core_node("port") == port);
    CHECK(wrapper_of(&graph.interfaces[0]) == wrappers[0]);
    CHECK(wrapper_of(&graph.interfaces[1]) == wrappers[1]);
    CHECK(wrapper_of(&graph.interfaces[2]) == wrappers[2]);
    CHECK(wrapper_of(&graph.interfaces[3])->table == cm_methods);
    CHECK(wrapper_of(&graph.interfaces[4])->table == carried_methods);
    CHECK(!wrapper_of(&graph.interfaces[5]));
}

/* Of interfaces behind the core's, none has a wrapper. */
static void finds_no_others(void)
{
    struct graph_interface other = { .handle = 1 << 14 };

    for (u32 i = 6; i < 4095; i++) {
        other.handle = 1 << 14 | i;
        CHECK(!wrapper_of(&other));
    }
}

int main(void)
{
    test_policies();
    test_names();
    apart(finds);
    apart(finds_no_others);
    return check_done();
}
