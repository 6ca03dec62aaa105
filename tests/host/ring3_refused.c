/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/ring3/ldt.c modules/lib/space/extent.c */
/*
 * What models at ring 3 ask for, refused at each step: an LDT with its gates,
 * the handler for faults of clients. What is refused leaves nothing, and is
 * asked for again. And the death of a client: told to its proxy, and left by
 * its own stack.
 */
#include "../../modules/lib/ring3/fault.c"

#include "../../modules/lib/ring3/ring3.h"

#include <setjmp.h>

#include "check.h"

#define LDT 7
#define TASK 9

const char model_name[] = "model";
const struct nmm *volatile nmm;
const struct { u32 dwords; void (*entry)(void); } client_entries[GATES_OF_CLIENT];

static int ldts, gates, attached, attach_error;
static u32 fail;                        /* that request, from 1; 0: none */
static jmp_buf out;
static const struct client *left_dead;
static u32 left_link, reports;
static int left_status;

static int is_refused(void)
{
    return fail && !--fail;
}

static int create_ldt(u32 entries)
{
    CHECK(entries >= CLIENT_GATES + GATES_OF_CLIENT);
    if (is_refused())
        return E_FULL;
    ldts++;
    return LDT;
}

static int destroy_ldt(u32 ldt)
{
    CHECK_EQ(ldt, LDT);
    ldts--;
    gates = 0;
    return 0;
}

static int create_local_segment(u32 ldt, const struct local_segment *s)
{
    CHECK(ldt == LDT && ldts == 1 && s->type == LOCAL_GATE);
    CHECK_EQ(s->index, (u32)(CLIENT_GATES + gates));
    if (is_refused())
        return E_NOMEM;
    gates++;
    return (int)(s->index << 3 | 7);
}

static int tasks;

static int create_tss(const struct task *task)
{
    CHECK_EQ(task->ldt, LDT);
    if (is_refused())
        return E_NOMEM;
    tasks++;
    return TASK;
}

static int destroy_tss(u32 selector)
{
    CHECK_EQ(selector, TASK);
    CHECK_EQ(ldts, 1);                  /* its LDT is still there */
    tasks--;
    return 0;
}

static const struct nmm books = {
    .create_tss = create_tss, .destroy_tss = destroy_tss,
    .create_ldt = create_ldt, .destroy_ldt = destroy_ldt,
    .create_local_segment = create_local_segment,
};

static u32 unwatched;

void client_unwatch(const struct client *client)
{
    unwatched++;
    CHECK_EQ(client->ldt != 0, ldts);           /* before anything is gone */
}

static void test_ldt(void)
{
    nmm = &books;
    for (u32 n = 0; n <= GATES_OF_CLIENT + 1; n++) {
        struct client client = { .ldt = 0 };
        fail = n;
        const int error = client_ldt_create(&client);
        CHECK_EQ(error, n == 0 ? 0 : n == 1 ? E_FULL : E_NOMEM);
        CHECK_EQ(ldts, !n);
        CHECK_EQ(client.ldt, n ? 0 : LDT);
        CHECK_EQ(gates, n ? 0 : GATES_OF_CLIENT);
        client_ldt_destroy(&client);
        CHECK(unwatched);
        unwatched = 0;
        client_ldt_destroy(&client);            /* it is gone by now */
        CHECK_EQ(ldts, 0);
    }
}

/* Once each, however often; with a task that was refused, too. */
static void test_task(void)
{
    for (fail = 0; fail < 2; fail++) {
        struct client client = { .ldt = 0 };
        const u32 refused = fail;
        fail = 0;
        CHECK_EQ(client_ldt_create(&client), 0);
        fail = refused;
        CHECK_EQ(client_task_create(&client, 3), refused ? E_NOMEM : 0);
        fail = refused;
        CHECK_EQ(client.context, refused ? 0 : TASK);
        client_ldt_destroy(&client);
        client_ldt_destroy(&client);
        CHECK(!client.context && !client.ldt);
        CHECK_EQ(tasks + ldts, 0);
    }
    fail = 0;
}

void client_fault_entry(void) { }
void model_report(const char *fmt, ...)
{
    CHECK(fmt[0]);
    reports++;
}

void proxy_died(struct client *client) { left_dead = client; }
void client_leave(u32 link, int status)
{
    left_link = link;
    left_status = status;
    longjmp(out, 1);
}

static int attach_clients(void (*handler)(void))
{
    CHECK(!handler || handler == client_fault_entry);
    CHECK_EQ(!handler, attached);        /* once each */
    if (handler && attach_error)
        return attach_error;
    attached = !!handler;
    return 0;
}

static laddr_t fault_address(void) { return 0x4567; }

static const struct vector vectors = { .attach_clients = attach_clients,
                                       .fault_address = fault_address };

static int hook(struct client *client, struct client_fault *fault)
{
    return client && fault;
}

/* The first holder attaches, and so does the next if that was refused; the
 * last one detaches. */
static void test_holders(void)
{
    vector = &vectors;
    for (int refusals = 0; refusals < 3; refusals++) {
        attach_error = E_FULL;
        for (int i = 0; i < refusals; i++)
            CHECK_EQ(client_faults_hold(hook), E_FULL);
        CHECK_EQ(attached, 0);
        attach_error = 0;
        for (int i = 0; i < 3; i++) {
            CHECK_EQ(client_faults_hold(hook), 0);
            CHECK_EQ(attached, 1);
        }
        for (int i = 3; i-- > 0;) {
            client_faults_release();
            CHECK_EQ(attached, i > 0);
        }
    }
}

static int hook_says, step_says;
static u32 ended;                       /* told so often */

int client_step(struct client *client, struct client_fault *fault)
{
    CHECK_EQ(client->head.handle, 5);
    return fault->vector == 1 && step_says;
}

void client_ended(struct client *client,
                  const struct client_fault *fault, u32 linear)
{
    CHECK(left_dead == client);         /* it is dead, whoever is told */
    ended += client->head.handle == 5 && fault->error == 6 &&
             linear == 0x4567;
}

static int says(struct client *client, struct client_fault *fault)
{
    CHECK_EQ(client->head.handle, 5);
    fault->eip++;
    return hook_says;
}

/* Its fault, where fault.S has it: behind it the client, then the link. */
static struct {
    struct client_fault fault;
    struct client *client;
    u32 link;
} stack;

static void fault_once(struct client *client, u32 number)
{
    stack.fault = (struct client_fault){ .vector = number, .error = 6,
                                         .eip = 70 };
    left_dead = NULL;
    left_link = reports = ended = 0;
    if (!setjmp(out))
        client_fault(client, &stack.fault);
}

static void test_deaths(void)
{
    static const u32 numbers[] = { 0, 6, 13, 14, VECTOR_TIME_LIMIT };
    struct client client = { .head.handle = 5, .name = "some" };

    for (u32 i = 0; i < 3 * ARRAY_SIZE(numbers); i++) {
        const u32 number = numbers[i / 3];
        const int has_hook = i % 3 != 0, goes_on = i % 3 == 2;
        const int before = deaths.count();
        hook_says = goes_on;
        CHECK_EQ(client_faults_hold(has_hook ? says : NULL), 0);
        fault_once(&client, number);
        client_faults_release();
        CHECK_EQ(reports, !goes_on);
        CHECK_EQ(ended, !goes_on);
        CHECK(left_dead == (goes_on ? NULL : &client));
        CHECK_EQ(deaths.count() - before, !goes_on);
        CHECK_EQ(left_link, goes_on ? 0 : (u32)&stack.link);
        if (goes_on)
            continue;
        CHECK_EQ(left_status, E_DIED);
        CHECK_EQ(deaths.vector(), (int)number);
        CHECK(deaths.error() == 6 && deaths.space() == 5);
        CHECK_EQ(deaths.eip(), 70u + has_hook);
    }
}

/* A step is asked about, after the model's own hook. */
static void test_steps(void)
{
    struct client client = { .head.handle = 5, .name = "some" };

    CHECK_EQ(client_faults_hold(says), 0);
    hook_says = 0;
    for (step_says = 0; step_says < 2; step_says++) {
        fault_once(&client, 1);
        CHECK_EQ(reports, !step_says);
        CHECK(left_dead == (step_says ? NULL : &client));
    }
    client_faults_release();
}

/* What has died in another thread ends, without a word, whatever it does. */
static void test_over(void)
{
    struct proxy proxy = { .is_dead = 1 };
    struct client client = { .head.handle = 5, .proxy = &proxy };
    const int before = deaths.count();

    CHECK_EQ(client_faults_hold(says), 0);
    hook_says = 0;
    fault_once(&client, 14);
    CHECK(left_link == (u32)&stack.link && left_status == E_DIED);
    CHECK(!reports && !ended && !left_dead && deaths.count() == before);
    proxy.is_dead = 0;
    fault_once(&client, 14);
    CHECK(reports && deaths.count() == before + 1);
    client_faults_release();
}

int main(void)
{
    test_ldt();
    test_task();
    test_holders();
    test_deaths();
    test_steps();
    test_over();
    return check_done();
}
