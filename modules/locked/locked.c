/* SPDX-License-Identifier: MIT */
/*
 * An initial user module that sets up a system and then locks it (paper 3.3):
 * by the constraints of the initial modules' interfaces, the configuration
 * manager's among them (cm.predicate), and by nothing else. Afterwards it
 * tries what must not work any more.
 */
#include "../../core/format.h"
#include "deimos.h"

#define EXIT_PASS 0x10
#define EXIT_FAIL 0x11
#define LINE 512

struct ium { int (*main)(void); };

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm", .pairs = "<moduleName, locked>");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

static int failures;

static void say(const char *what, int result)
{
    char reason[LINE], line[2 * LINE];
    int length;

    cm->reason(reason, sizeof(reason));
    length = format(line, sizeof(line), "locked: %s: %d %s\n", what, result,
                    result < 0 ? reason : "");
    console->write(CONSOLE_TEXT, line, length);
}

static int works(const char *what, int result)
{
    say(what, result);
    failures += result < 0;
    return result;
}

static void refused(const char *what, int result)
{
    say(what, result);
    failures += result != E_CONSTRAINT;
}

static int run(void)
{
    int screen = works("load screen", cm->load("screen"));
    int text = works("load screen_text", cm->load("screen_text"));
    int viewer = works("load viewer", cm->load("viewer"));
    int other, lock, second;

    works("bind the service", cm->bind(text, "screen", screen, "screen"));
    works("bind the application", cm->bind(viewer, "display", text, "display"));
    other = works("another manager", cm->load("locked"));
    works("and without it", cm->unload(other));

    lock = works("load lock", cm->load("lock"));
    works("lock the service", cm->bind(lock, "locks", text, "display"));

    refused("another manager", cm->load("locked"));
    second = works("load viewer", cm->load("viewer"));
    refused("another application", cm->bind(second, "display", text,
                                            "display"));
    other = works("load screen_plot", cm->load("screen_plot"));
    refused("another service", cm->bind(other, "screen", screen, "screen"));
    refused("a nameless manager", cm->load("bench_bind"));
    return failures ? EXIT_FAIL : EXIT_PASS;
}

static const struct ium table = { .main = run };

DEIMOS_MODULE("locked", MODULE_APPLICATION);
DEIMOS_INTERFACE("ium", "ium", table, "main");
