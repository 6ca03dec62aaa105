/* SPDX-License-Identifier: MIT */
/*
 * An initial user module that sets up a system and then locks it (paper 3.3),
 * in two steps. By the constraints of the initial modules' interfaces, the
 * configuration manager's among them (cm.predicate): nobody else becomes a
 * manager or a client of theirs. And by giving up the CM: no change at all.
 * After each it tries what must not work any more.
 */
#include "../../../core/api/ium.h"
#include "../../../core/lib/format.h"
#include "lock.h"
#include "deimos.h"

#define LINE 512

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm", .pairs = "<moduleName, locked>");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");
DEIMOS_RECEPTACLE(closer, lock, "lock");

static int self, failures;

static int init(int handle)
{
    self = handle;
    return 0;
}

static void say(const char *what, int result)
{
    char reason[LINE], line[2 * LINE];
    const int known = cm->reason(reason, sizeof(reason));
    const int length = format(line, sizeof(line), "locked: %s: %d %s\n", what,
                              result, result < 0 && known > 0 ? reason : "");

    console->write(CONSOLE_TEXT, line, length);
}

static int works(const char *what, int result)
{
    say(what, result);
    failures += result < 0;
    return result;
}

static void answers(int expected, const char *what, int result)
{
    say(what, result);
    failures += result != expected;
}

static void refused(const char *what, int result)
{
    answers(E_CONSTRAINT, what, result);
}

/* Every request that would change something. */
static void ask_all(int service, int binding)
{
    answers(E_UNBOUND, "load", cm->load("viewer"));
    answers(E_UNBOUND, "bind", cm->bind(self, "console", self, "ium"));
    answers(E_UNBOUND, "rebind", cm->rebind(binding, service, "display"));
    answers(E_UNBOUND, "unbind", cm->unbind(binding));
    answers(E_UNBOUND, "unload", cm->unload(service));
    answers(E_UNBOUND, "replace", cm->replace(service, "screen_plot"));
    answers(E_UNBOUND, "drain", cm->drain(service, 1));
    answers(E_UNBOUND, "close again", closer->close());
}

static int run(void)
{
    int screen = works("load screen", cm->load("screen"));
    int text = works("load screen_text", cm->load("screen_text"));
    int viewer = works("load viewer", cm->load("viewer"));
    int other, lock, second, binding;

    works("bind the service", cm->bind(text, "screen", screen, "screen"));
    binding = works("bind the application",
                    cm->bind(viewer, "display", text, "display"));
    other = works("another manager", cm->load("locked"));
    works("and without it", cm->unload(other));

    lock = works("load lock", cm->load("lock"));
    works("lock the service", cm->bind(lock, "locks", text, "display"));

    refused("another manager", cm->load("locked"));
    refused("a manager by the lock's name", cm->load("lock"));
    second = works("load viewer", cm->load("viewer"));
    refused("another application", cm->bind(second, "display", text,
                                            "display"));
    other = works("load screen_plot", cm->load("screen_plot"));
    refused("another service", cm->bind(other, "screen", screen, "screen"));
    refused("a nameless manager", cm->load("bench_bind"));
    works("bind the closer", cm->bind(self, "closer", lock, "lock"));
    works("close", closer->close());
    ask_all(text, binding);
    return failures ? EXIT_FAIL : EXIT_PASS;
}

static const struct ium table = { .main = run };

DEIMOS_MODULE("locked", MODULE_APPLICATION, .init = init);
DEIMOS_INTERFACE(IUM_INTERFACE, IUM_TYPE, table, IUM_METHODS);
