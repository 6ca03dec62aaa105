/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/client/run.c modules/lib/client/own.c
 * modules/lib/ring3/run.c modules/lib/space/parts.c
 * modules/lib/space/methods.c core/lib/format.c core/lib/string.S */
/*
 * What all models have of running a client and of the console: every
 * combination of what may stand in a client's way, and lines of every length.
 */
#include "../../modules/lib/ring3/ring3.h"
#include "../../modules/lib/space/parts.h"
#include "../../modules/lib/space/methods.h"
#include "../../modules/lib/lock/backtrace.h"
#include "../../modules/api/recover.h"

#include <string.h>

#include "check.h"

#define SPACE 12
#define TOP 0x5000u

const char model_name[] = "model";
const struct concurrency *volatile concurrency;
static struct client client;
static int is_there, begins, threads_say, gate_says, write_says, status;
static u32 local_table, begun, ended, gate_asked, entered_near, written[2];
static struct { u32 context, stack; } set[4];
static u32 sets, revived;
static struct proxy proxy;
static const void *entered_by;          /* NULL: by client_enter() itself */

int client_activate(struct client *client, saddr_t stack1);
int client_come_back(const struct client *client, saddr_t stack1);
int client_enter_near(struct client *c, u32 argument);

struct space_head *spaces_find(int s)
{
    return is_there && s == SPACE ? &client.head : NULL;
}

struct space_head *spaces_slot(u32 i) { return i ? NULL : &client.head; }
u32 client_local_table(void) { return local_table; }
void spaces_drop_orphans(void) { }

int spaces_begin(struct space_head *s, u32 frame)
{
    CHECK(s == &client.head && frame);
    begun += (u32)begins;
    return begins;
}

void spaces_end(struct space_head *s)
{
    CHECK(s == &client.head);
    ended++;
}

int client_context_gate(u32 context, saddr_t stack)
{
    gate_asked++;
    CHECK((context == 8 && stack == 0x900) || (!context && !stack));
    return gate_says;
}

static int set_context(u32 context, saddr_t stack)
{
    set[sets].context = context;
    set[sets++].stack = stack;
    return threads_say;
}

volatile u32 loans_count = 1;
static u32 drops;
void loans_drop(void) { drops++; }

static int revive_says;

int module_revive(struct space_head *space, const struct carried *module,
                  const char *name)
{
    CHECK(space == &client.head && module == &client.carried);
    CHECK(name == client.name && begun == 1 && !sets);
    revived++;
    return revive_says;
}

int client_enter(struct client *c, u32 esp)
{
    CHECK(c == &client && esp == TOP - 8 && c->argument == 77);
    CHECK(!c->proxy || !c->proxy->is_dead);
    const int error = client_activate(c, 0x900);
    CHECK_EQ(c->stack1, error < 0 && !written[0] ? 0x111 : 0x900);
    return error < 0 ? error : status;
}

/* The piece of its proxy's code that does so. */
static int enter_by_proxy(struct client *c, u32 esp)
{
    entered_by = proxy.enter;
    return client_enter(c, esp);
}

int client_enter_near(struct client *c, u32 argument)
{
    CHECK(c == &client && argument == 77);
    entered_near++;
    return status;
}

u64 recover_call(void *method, const u32 *args, u32 n)
{
    CHECK_EQ(n, 2);
    return (u32)((int (*)(u32, u32))method)(args[0], args[1]);
}

static int write(int space, u32 address, const void *data, u32 size)
{
    CHECK(space == SPACE && address == TOP - 8 && size == 8);
    memcpy(written, data, size);
    return write_says;
}

static int run_again(int space, u32 argument)
{
    CHECK(space == SPACE && argument == 77);
    return 55;
}

const struct memory model_memory = { .write = write, .run = run_again };

static const struct concurrency threads = { .set_context = set_context };

/* --- Running ------------------------------------------------------------- */

static int runs_plainly(int error)
{
    if (!is_there)
        return E_HANDLE;
    if (!client.name[0])
        return E_NOTFOUND;
    if ((client.context && local_table) || !begins)
        return E_ACTIVE;
    if (!client.context)
        return status;
    return error < 0 ? error : write_says < 0 ? write_says : status;
}

static u32 yields, paging_off;
static int yield(void)
{
    paging_off--;
    return (int)++yields;
}

static int set_later(u32 context, saddr_t stack)
{
    CHECK(context == 8 && stack == 0x900);
    return paging_off ? E_PAGING : threads_say;
}

static const struct concurrency waiting = { .set_context = set_later,
                                            .yield = yield };

/* Back from a call that has led into another task: it waits for paging. */
static void test_come_back(void)
{
    static const int says[] = { 0, E_HANDLE, E_UNBOUND, E_DEAD };

    concurrency = &waiting;
    client = (struct client){ .context = 8 };
    for (u32 i = 0; i < 12; i++) {
        threads_say = says[i % 4];
        gate_says = i & 8 ? E_FULL : 0;
        paging_off = i / 4;
        yields = gate_asked = 0;
        const int falls = i % 4 >= 2;
        CHECK_EQ(client_come_back(&client, 0x900), falls ? gate_says : threads_say);
        CHECK(yields == i / 4 && gate_asked == (u32)falls);
    }
    concurrency = &threads;
}

static void test_run(u32 how)
{
    static const int says[] = { 0, E_UNBOUND, E_DEAD, E_PAGING, E_HANDLE };
    const u32 before = ended, near = entered_near;

    is_there = how & 1;
    begins = how >> 1 & 1;
    local_table = how >> 2 & 1;
    client = (struct client){ .head.handle = SPACE, .top = TOP, .stack1 = 0x111,
        .context = how & 8, .finish = 44, .name = { how & 16 ? 'n' : 0 },
        .proxy = how & 1024 ? &proxy : NULL };
    proxy = (struct proxy){ .is_dead = 1, .enter = (void *)enter_by_proxy };
    entered_by = NULL;
    revived = 0;
    memset(written, 0, sizeof(written));
    how &= 1023;
    write_says = how & 32 ? E_ADDRESS : 0;
    gate_says = how & 64 ? E_HANDLE : 0;
    threads_say = says[how / 128];
    status = how % 11 ? -5 + (int)how % 11 : E_DIED;
    drops = sets = begun = gate_asked = 0;
    const int falls = how / 128 == 1 || how / 128 == 2;
    const int expected = runs_plainly(falls ? gate_says : threads_say);
    CHECK_EQ(how & 8 ? client_run(SPACE, 77) : client_run_near(SPACE, 77),
             expected);
    const int ran = is_there && client.name[0] && begins &&
                    !(client.context && local_table);
    CHECK_EQ(ended - before, ran);
    CHECK_EQ(revived, ran);
    CHECK_EQ(drops, ran + (ran && expected == E_DIED));     /* of the one that died */
    CHECK_EQ(client.stack1, ran && client.context ? 0 : 0x111);     /* nobody's */
    CHECK(entered_by == (ran && client.context && client.proxy ? proxy.enter :
                         NULL));
    CHECK_EQ(sets, ran && client.context ? 2 : 0);
    CHECK_EQ(gate_asked, ran && client.context && falls ? 2 : 0);
    CHECK_EQ(entered_near - near, ran && !client.context);
    if (sets)
        CHECK(set[0].context == 8 && set[0].stack == 0x900 &&
              !set[1].context && !set[1].stack);
    if (ran && client.context && expected == status)
        CHECK(written[0] == 44 && written[1] == 77);
}

/* --- Running on a thread of its own -------------------------------------- */

#define THREAD 6

static struct {
    int whose, yield, create, join;     /* of its own module */
    int models_whose, wait;             /* of the model's */
    u32 begins_late;                    /* how often it is waited for before */
    u32 never, dies, frees;             /* it does not begin; is lost; the space goes */
} say;
static u32 own_asked, waits, wakes, joins, has_thread, is_inside, waits_inside;
static int (*own_entry)(u32);
static u32 own_argument;
static int lives = 1;

int module_lives(u32 handle) { return handle == 3 && lives; }

int module_leave(struct space_head *space)
{
    CHECK(space == &client.head);
    return 7;
}

/* Who waits is there while it does; the thread from its beginning on. */
int backtrace_has(u32 began, const struct nmm *asked)
{
    CHECK(asked == nmm && began);
    return began == client.own.waiter ? waits_inside : is_inside;
}

int backtrace_begins_at(u32 entry, const struct nmm *asked)
{
    CHECK(asked == nmm && entry == (u32)client_begin);
    return has_thread;
}

static int own_whose(void) { return say.whose; }
static int models_whose_is(void) { return say.models_whose; }

static int own_yield(void)
{
    own_asked++;
    is_there &= !say.frees;
    return say.yield;
}

static int own_create(int (*entry)(u32), u32 argument, u32 size)
{
    CHECK(size >= 16384 && client.own.taken && !client.own.has_ended);
    own_asked++;
    own_entry = entry;
    own_argument = argument;
    has_thread = say.create > 0;
    return say.create;
}

/* Its turn. */
static void let_begin(void)
{
    if (!has_thread || is_inside)
        return;
    is_inside = 1;
    if (!say.dies)
        CHECK_EQ(own_entry(own_argument), 0);
    is_inside = has_thread = 0;
}

static int own_join(int thread)
{
    CHECK_EQ(thread, THREAD);
    joins++;
    if (say.join == E_ACTIVE)
        return E_ACTIVE;
    if (!say.never)
        let_begin();
    return say.join;
}

static int models_wait(const volatile u32 *word, u32 expected)
{
    CHECK(word == &client.own.has_ended && !expected && client.own.waiter);
    waits++;
    if (say.wait < 0)
        return say.wait;
    if (!say.begins_late--)
        let_begin();
    return 0;
}

static int models_wake(const volatile u32 *word)
{
    CHECK(word == &client.own.has_ended && *word);
    return (int)++wakes;
}

static const struct concurrency own_threads = {
    .yield = own_yield, .create = own_create, .join = own_join,
    .whose = own_whose };
static const struct concurrency models = {
    .set_context = set_context, .whose = models_whose_is, .wait = models_wait,
    .wake = models_wake };
static const struct concurrency *volatile slot = &own_threads;

/* A client that has run nowhere, and threads that do what they should. */
static void lay_own(void)
{
    memset(&say, 0, sizeof(say));
    say.create = THREAD;
    say.models_whose = WHOSE_OWN;
    lives = is_there = begins = 1;
    own_asked = waits = wakes = joins = has_thread = is_inside = begun = sets = 0;
    waits_inside = 1;
    client = (struct client){ .head = { .handle = SPACE, .module = 3 },
        .name = "n", .threads = &slot, .begin = client_begin };
}

/* What run() answers if it is not run on the calling thread; joined, or not. */
static void check_own(int expected, u32 joined)
{
    CHECK_EQ(client_run_near(SPACE, 77), expected);
    CHECK_EQ(joins, joined);
    waits_inside = 0;
}

static void test_own(void)
{
    for (int whose = WHOSE_FIRST; whose <= WHOSE_OTHER; whose += 2)
        for (u32 late = 0; late < 3; late++) {
            lay_own();
            say.whose = whose;
            say.begins_late = late;
            check_own(55, 1);
            CHECK(waits == late + 1 && wakes == 1 && own_asked == 2);
            CHECK(!client.own.taken && !client.own.waiter);
        }
    lay_own();
    say.whose = WHOSE_OWN;
    check_own(44, 0);
    lay_own();
    say.whose = E_UNBOUND;
    check_own(44, 0);
    say.whose = E_DEAD;
    check_own(E_DEAD, 0);
    lay_own();
    client.head.module = 0;             /* no CM has bound it */
    check_own(44, 0);
}

static void test_own_refused(void)
{
    for (int whose = E_UNBOUND; whose <= 0; whose += whose == E_UNBOUND ? 1 : 9) {
        lay_own();                      /* the model does not know such threads */
        say.models_whose = whose < -1 ? whose : 0;
        check_own(E_UNBOUND, 1);
    }
    lay_own();
    say.yield = E_ACTIVE;
    check_own(E_ACTIVE, 0);
    CHECK_EQ(own_asked, 1);
    lay_own();
    say.frees = 1;                      /* while others had a turn */
    check_own(E_HANDLE, 0);
    CHECK_EQ(own_asked, 1);
    lay_own();
    say.create = E_FULL;
    check_own(E_FULL, 0);
    CHECK(!client.own.taken && !waits);
    lay_own();
    lives = 0;                          /* it died before it began */
    check_own(E_DEAD, 1);
}

/* It goes on, and nobody waits for it: it is joined later, by whoever asks. */
static void test_own_left(void)
{
    for (u32 by_end = 0; by_end < 2; by_end++) {
        lay_own();
        say.wait = E_PAGING;
        check_own(E_PAGING, 0);
        CHECK(client.own.taken && !client.own.began);
        CHECK_EQ(client_unload(&client), E_ACTIVE);
        CHECK_EQ(client_run_near(SPACE, 77), E_ACTIVE);
        let_begin();
        say.join = E_ACTIVE;            /* here nobody can wait for its end */
        CHECK_EQ(client_unload(&client), E_ACTIVE);
        say.join = say.wait = 0;
        if (by_end)
            CHECK_EQ(client_unload(&client), 7);
        else
            CHECK_EQ(client_run_near(SPACE, 77), 55);
        CHECK(joins == 3 - by_end && !client.own.taken);
    }
    lay_own();
    CHECK_EQ(client_unload(&client), 7);
    CHECK_EQ(joins, 0);
}

/* One of a kind that is not beside has no turn but there. */
static void test_own_apart(void)
{
    lay_own();
    say.models_whose = WHOSE_FIRST;
    say.wait = E_ACTIVE;
    check_own(E_UNBOUND, 1);
}

/* While somebody waits, the client stays. */
static int unload_says;
static int unload_and_wait(const volatile u32 *word, u32 expected)
{
    unload_says = client_unload(&client);
    return models_wait(word, expected);
}

static int join_and_unload(int thread)
{
    const int error = own_join(thread);

    unload_says = client_unload(&client);   /* it has ended, and is not joined */
    return error;
}

static void test_own_kept(void)
{
    struct concurrency other = models, own = own_threads;

    other.wait = unload_and_wait;
    concurrency = &other;
    lay_own();
    check_own(55, 1);
    CHECK_EQ(unload_says, E_ACTIVE);
    concurrency = &models;
    own.join = join_and_unload;
    slot = &own;
    lay_own();
    check_own(55, 1);
    CHECK_EQ(unload_says, E_ACTIVE);
    slot = &own_threads;
}

/* With its module: in it, or before it began. */
static void test_own_lost(void)
{
    lay_own();
    say.dies = 1;
    say.join = E_DEAD;
    check_own(E_DEAD, 1);
    CHECK(!client.own.taken);
    lay_own();
    say.wait = E_PAGING;
    check_own(E_PAGING, 0);
    has_thread = 0;
    CHECK_EQ(client_unload(&client), 7);
    lay_own();
    say.wait = E_PAGING;                /* cut off where it begins, yet there */
    check_own(E_PAGING, 0);
    has_thread = 0;
    is_inside = 1;
    client.own.began = 0x900;
    CHECK_EQ(client_unload(&client), E_ACTIVE);
}

/* A thread that nobody asks for any more does nothing. */
static void test_own_stale(void)
{
    lay_own();
    CHECK_EQ(client_begin(SPACE), 0);
    client.own.taken = 1;
    client.own.began = 0x900;
    CHECK_EQ(client_begin(SPACE), 0);
    is_there = 0;
    client.own.began = 0;
    CHECK_EQ(client_begin(SPACE), 0);
    CHECK(!client.own.has_ended && !wakes);
}

/* A dead one in which a call is still. */
static void test_not_revived(void)
{
    lay_own();
    client.threads = NULL;
    revive_says = E_ACTIVE;
    revived = entered_near = 0;
    const u32 before = ended;
    check_own(E_ACTIVE, 0);
    revive_says = 0;
    CHECK(revived == 1 && !entered_near && ended == before + 1);
}

static void test_own_threads(void)
{
    concurrency = &models;
    status = 44;
    test_own();
    test_own_refused();
    test_own_left();
    test_own_apart();
    test_own_kept();
    test_own_lost();
    test_own_stale();
    test_not_revived();
    concurrency = &threads;
}

/* --- The console --------------------------------------------------------- */

static char line[400];
static u32 length;

static int print(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_TEXT && size < sizeof(line));
    memcpy(line, data, size);
    length = size;
    return (int)size;
}

static const struct console lines = { .write = print };

static void test_report(void)
{
    char text[300];

    console = &lines;
    for (u32 size = 0; size < 299; size++) {
        const u32 shown = size < 158 ? size : 158;
        memset(text, 'a' + (int)size % 26, sizeof(text));
        text[size] = 0;
        model_report("%s", text);
        CHECK_EQ(length, shown + 1);
        CHECK(!memcmp(line, text, shown));
        CHECK_EQ(line[shown], '\n');
    }
    model_report("a\033b\nc");
    CHECK(length == 6 && line[1] != '\033' && line[3] != '\n');
}

/* What a model has not says so, whatever it is asked. */
static void test_none(void)
{
    static u32 word;

    for (int space = -1; space < 3; space++) {
        CHECK_EQ(model_no_protect(space, 0, 1, 2), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_copy(space), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_release_frame((paddr_t)space), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_export(space, NULL, 0), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_import(space, NULL), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_fetch(space, 0, 0, &word, 4), E_NOT_APPLICABLE);
        CHECK_EQ(model_no_fill(space, 0, 0, &word, 4), E_NOT_APPLICABLE);
    }
}

int main(void)
{
    test_none();
    concurrency = &threads;
    for (u32 how = 0; how < 5 * 128; how++) {
        test_run(how);
        test_run(how | 1024);
    }
    test_come_back();
    test_own_threads();
    test_report();
    CHECK_EQ(model_no_protect(1, 2, 3, 4), E_NOT_APPLICABLE);
    CHECK_EQ(model_no_copy(1), E_NOT_APPLICABLE);
    CHECK_EQ(model_no_release_frame(4096), E_NOT_APPLICABLE);
    return check_done();
}
