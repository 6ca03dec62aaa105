/* SPDX-License-Identifier: MIT */
/* sources: core/constraint/scan.c core/constraint/pairs.c
 * core/constraint/test.c core/constraint/predicate.c
 * core/constraint/evaluate.c core/constraint/explain.c
 * core/lib/crc32.c core/lib/format.c */
/* Protection constraints: what compiles, what holds, and every refusal. */
#include "../../core/constraint/constraint.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "../../core/lib/crc32.h"
#include "check.h"
#include "constraint_world.h"

enum kind { PAIRS, PREDICATE };

static char reason[512];

/* Compiles an exact copy, so that a read beyond it is seen. */
static int compile(enum kind kind, const char *text, u32 *terms)
{
    static struct constraint_pairs pairs;
    static struct constraint_predicate predicate;
    static char *copy;
    int error;

    free(copy);
    copy = text ? strdup(text) : NULL;
    error = kind == PAIRS
        ? constraint_compile_pairs(&pairs, copy, reason, sizeof(reason))
        : constraint_compile_predicate(&predicate, copy, reason,
                                       sizeof(reason));
    *terms = kind == PAIRS ? pairs.count : predicate.tests;
    return error;
}

static void accept(enum kind kind, const char *text, u32 terms)
{
    u32 found;

    CHECK_EQ(compile(kind, text, &found), 0);
    if (!CHECK_EQ(found, terms))
        printf("    %s: %s\n", text, reason);
}

static void refuse(enum kind kind, const char *text, const char *where,
                   const char *what)
{
    u32 found;

    CHECK_EQ(compile(kind, text, &found), E_CONSTRAINT);
    CHECK_EQ(found, 0);
    if (!CHECK(strncmp(reason, where, strlen(where)) == 0 &&
               strstr(reason, what)))
        printf("    %s: %s\n", text, reason);
}

static int evaluate_in(struct world *world, const char *predicate)
{
    struct constraint_predicate p;

    if (!CHECK_EQ(constraint_compile_predicate(&p, predicate, reason,
                                               sizeof(reason)), 0))
        printf("    %s: %s\n", predicate, reason);
    strcpy(reason, "untouched");
    const int holds = constraint_evaluate(&p, &world->facts);
    if (!holds)
        constraint_explain(&p, &world->facts, reason, sizeof(reason));
    return holds;
}

static int evaluate(const char *predicate, const char *pairs)
{
    struct world world = { 0 };

    world_init(&world, pairs);
    return evaluate_in(&world, predicate);
}

static void accepted(void)
{
    accept(PAIRS, NULL, 0);
    accept(PAIRS, " \n\t", 0);
    accept(PAIRS, "<a, \"b\">", 1);
    accept(PAIRS, "<a,1><b,2> <c,-3>, <d_1, word>", 4);
    accept(PAIRS, "<a, \"\">\n<b, \"x y, <z>\">", 2);
    accept(PAIRS, "<a, 2147483647> <a, -2147483648>", 2);
    accept(PAIRS, "<order, android>", 1);
    accept(PREDICATE, NULL, 0);
    accept(PREDICATE, "", 0);
    accept(PREDICATE, "<a, 1>and<b, c>", 2);
    accept(PREDICATE, "<a, 1>\n  and <b, \"or\">", 2);
    accept(PREDICATE, "<a, b>or not<a, 1>and(<a, wildcard()>)", 3);
    accept(PREDICATE, "a<1 or b>=-2 or c!=x or 3>d or \"s\"=e", 5);
    accept(PREDICATE, "bindcount()<=0 and 1 != bindcount ( )", 2);
    accept(PREDICATE, "before(<moduleName, \"x\">, <moduleName, y>)", 1);
    accept(PREDICATE, "compatible(<moduleName,wildcard()>,<moduleName,y>)",
           1);
    accept(PREDICATE, "not not not ((not (<a, 1>)))", 1);
}

static void refused_pairs(void)
{
    const enum kind kind = PAIRS;

    refuse(kind, "a", "line 1, column 1: found 'a'", "expected '<'");
    refuse(kind, "<", "line 1, column 2: found the end", "a name");
    refuse(kind, "<1, 2>", "line 1, column 2: found '1'", "a name");
    refuse(kind, "<a 2>", "line 1, column 4: found '2'", "','");
    refuse(kind, "<a>", "line 1, column 3: found '>'", "','");
    refuse(kind, "<a,>", "line 1, column 4: found '>'", "a string, a name");
    refuse(kind, "<a,", "line 1, column 4: found the end", "a string");
    refuse(kind, "<a, 1", "line 1, column 6: found the end", "'>'");
    refuse(kind, "<a, 1 2>", "line 1, column 7: found '2'", "'>'");
    refuse(kind, "<a, 1>,", "line 1, column 8: found the end", "'<'");
    refuse(kind, "<a, 1>,,<b, 2>", "line 1, column 8: found ','", "'<'");
    refuse(kind, ",<a, 1>", "line 1, column 1: found ','", "'<'");
    refuse(kind, "<a, 1>\n<b, 2>\n  x", "line 3, column 3: found 'x'", "'<'");
    refuse(kind, "<a, 1> and <b, 2>", "line 1, column 8: found 'and'", "'<'");
    refuse(kind, "<a, \"b>", "line 1, column 5", "ends on its line");
    refuse(kind, "<a, \"b\nc\">", "line 1, column 5", "ends on its line");
    refuse(kind, "<a, \"\\n\">", "line 1, column 5", "without \\");
    refuse(kind, "<a, 2147483648>", "line 1, column 5", "an integer from");
    refuse(kind, "<a, -2147483649>", "line 1, column 5", "an integer from");
    refuse(kind, "<a, 99999999999999999999>", "line 1", "an integer from");
    refuse(kind, "<a, 1b>", "line 1, column 5: found '1b'", "an integer");
    refuse(kind, "<a, ->", "line 1, column 5: found '-'", "an integer");
    refuse(kind, "<a, +1>", "line 1, column 5: found '+'", "a string");
    refuse(kind, "<and, 1>", "line 1, column 2: found 'and'", "a name");
    refuse(kind, "<not, 1>", "line 1, column 2: found 'not'", "a name");
    refuse(kind, "<a, wildcard()>", "line 1, column 5: found 'wildcard'",
           "a string, a name or an integer");
    refuse(kind, "<moduleName, 3>", "line 1, column 1: found '<moduleName, 3>'",
           "a string for moduleName");
    refuse(kind, "<b, 1> <moduleName, x> <moduleName, x>", "line 1, column 24",
           "one moduleName and no more");
    refuse(kind, "\xc3\xa9", "line 1, column 1: found '?'", "'<'");
    refuse(kind, "<a, \x1b>", "line 1, column 5: found '?'", "a string");
}

static void refused_predicates(void)
{
    const enum kind kind = PREDICATE;
    const char *start = "'<', a name, a function, 'not' or '('";

    refuse(kind, "<a, 1> <b, 2>", "line 1, column 8: found '<'", "'and'");
    refuse(kind, "<a, 1>, <b, 2>", "line 1, column 7: found ','",
           "'and', 'or' or the end");
    refuse(kind, "<a, 1> and", "line 1, column 11: found the end", start);
    refuse(kind, "<a, 1>\nand and", "line 2, column 5: found 'and'", start);
    refuse(kind, "or <a, 1>", "line 1, column 1: found 'or'", start);
    refuse(kind, "not", "line 1, column 4: found the end", start);
    refuse(kind, "not and", "line 1, column 5: found 'and'", start);
    refuse(kind, "<a, 1> AND <b, 1>", "line 1, column 8: found 'AND'",
           "'and'");
    refuse(kind, "(<a, 1>", "line 1, column 8: found the end", "')'");
    refuse(kind, "(<a, 1>))", "line 1, column 9: found ')'", "the end");
    refuse(kind, "()", "line 1, column 2: found ')'", start);
    refuse(kind, "<a>", "line 1, column 3: found '>'", "','");
    refuse(kind, "<a, 1>=2", "line 1, column 6: found '>='", "'>'");
    refuse(kind, "wildcard()", "line 1, column 1: found 'wildcard'", start);
    refuse(kind, "<a, wildcard>", "line 1, column 13: found '>'", "'('");
    refuse(kind, "<a, wildcard(>", "line 1, column 14: found '>'", "')'");
    refuse(kind, "level", "line 1, column 6: found the end",
           "one of = != < <= > >=");
    refuse(kind, "level == 2", "line 1, column 8: found '='", "an integer");
    refuse(kind, "level <> 2", "line 1, column 8: found '>'", "an integer");
    refuse(kind, "level = wildcard()", "line 1, column 9", "a string");
    refuse(kind, "2 = 2", "line 1, column 5: found '2'", "a name");
    refuse(kind, "bindcount < 2", "line 1, column 11: found '<'", "'('");
    refuse(kind, "bindcount()", "line 1, column 12: found the end", "one of");
    refuse(kind, "bindcount() < two", "line 1, column 15: found 'two'",
           "an integer");
    refuse(kind, "\"2\" > bindcount()", "line 1, column 1: found '\"2\"'",
           "an integer");
    refuse(kind, "3000000000 > bindcount()", "line 1, column 1: found",
           "an integer");
    refuse(kind, "2x > bindcount()", "line 1, column 1: found '2x'",
           "an integer");
    refuse(kind, "bindcount() < bindcount()", "line 1, column 15",
           "an integer");
    refuse(kind, "bindcount() < 3000000000", "line 1, column 15",
           "an integer");
    refuse(kind, "before <moduleName, x>", "line 1, column 8: found '<'",
           "'('");
    refuse(kind, "before(<moduleName, x>)", "line 1, column 23: found ')'",
           "','");
    refuse(kind, "before(<name, x>, <moduleName, y>)",
           "line 1, column 8: found '<name, x>'", "<moduleName, a string>");
    refuse(kind, "compatible(<moduleName, x>, <moduleName, 1>)",
           "line 1, column 29: found '<moduleName, 1>'", "a string>");
    refuse(kind, "compatible(<moduleName, x>, <moduleName, y>",
           "line 1, column 44: found the end", "')'");
    refuse(kind, "compatible(x, y)", "line 1, column 12: found 'x'", "'<'");
}

static void limits(void)
{
    char text[CONSTRAINT_TEXT_SIZE + 1] = "";

    for (u32 i = 0; i < CONSTRAINT_TERMS; i++)
        strcat(text, "<a, 1> ");
    accept(PAIRS, text, CONSTRAINT_TERMS);
    strcat(text, "<a, 1>");
    refuse(PAIRS, text, "line 1, column 225", "so many pairs");
    strcpy(text, "a=1");
    for (u32 i = 1; i < CONSTRAINT_TERMS; i++)
        strcat(text, i % 2 ? " or b=2" : " and c=3");
    accept(PREDICATE, text, CONSTRAINT_TERMS);
    strcat(text, " or d=4");
    refuse(PREDICATE, text, "line 1, column 240", "so many terms");
    strcpy(text, "before(<moduleName,x>,<moduleName,y>)");
    for (u32 i = 2; i < CONSTRAINT_TERMS; i++)
        strcat(text, " and b=2");
    accept(PREDICATE, text, CONSTRAINT_TERMS - 1);
    strcat(text, " and b=2");
    refuse(PREDICATE, text, "line 1, column", "so many terms");
    memset(text, '(', CONSTRAINT_DEPTH);
    strcpy(text + CONSTRAINT_DEPTH, "a=1))))))))))))))))");
    accept(PREDICATE, text, 1);
    memset(text, '(', CONSTRAINT_TEXT_SIZE - 1);
    refuse(PREDICATE, text, "line 1, column 17", "fewer parentheses");
    memset(text, ' ', CONSTRAINT_TEXT_SIZE);
    text[CONSTRAINT_TEXT_SIZE] = 0;
    refuse(PAIRS, text, "longer than 511", "");
    text[CONSTRAINT_TEXT_SIZE - 1] = 0;
    accept(PAIRS, text, 0);
}

static void held(void)
{
    CHECK_EQ(evaluate("", ""), 1);
    CHECK_EQ(evaluate(NULL, "<a, 1>"), 1);
    CHECK_EQ(evaluate("<a, 1>", "<a, 1>"), 1);
    CHECK_EQ(evaluate("<a, 01>", "<a, 1>"), 1);
    CHECK_EQ(evaluate("<a, \"x\">", "<b, 2> <a, x>"), 1);
    CHECK_EQ(evaluate("<a, 1> and <b, \"\">", "<b, \"\">, <a, 1>"), 1);
    CHECK_EQ(evaluate("<a, 2>", "<a, 1> <a, 2>"), 1);
    CHECK(strcmp(reason, "untouched") == 0);
}

static void failed(const char *predicate, const char *pairs,
                   const char *wanted)
{
    CHECK_EQ(evaluate(predicate, pairs), 0);
    if (!CHECK(strcmp(reason, wanted) == 0))
        printf("    %s\n", reason);
}

static void not_held(void)
{
    failed("<a, 1>", "", "<a, 1> at line 1, column 1 does not hold: the other "
           "side has no pair named a");
    failed("<a, 1>", "<a, \"1\">", "<a, 1> at line 1, column 1 does not hold: "
           "the other side has <a, \"1\">");
    failed("<a, 1> and\n<mem, \"flat\">", "<a, 1> <mem, paged>",
           "<mem, \"flat\"> at line 2, column 1 does not hold: the other side "
           "has <mem, \"paged\">");
    CHECK_EQ(evaluate("<a, -1>", "<a, 1>"), 0);
    /* the integer that is the hash of "a" */
    CHECK_EQ(evaluate("<a, -390611389>", "<a, \"a\">"), 0);
    CHECK_EQ(evaluate("<a, \"a\">", "<a, -390611389>"), 0);
    CHECK_EQ(evaluate("<a, \"x\">", "<a, \"x \">"), 0);
    CHECK_EQ(evaluate("<a, \"x\">", "<a, \"X\">"), 0);
    CHECK_EQ(evaluate("<a, \"\">", "<a, 0>"), 0);
    CHECK_EQ(evaluate("<ab, 1>", "<a, 1> <abc, 1>"), 0);
}

static void connectives(void)
{
    CHECK_EQ(evaluate("<a, 1> or <b, 1>", "<b, 1>"), 1);
    CHECK_EQ(evaluate("not <a, 1>", "<a, 2>"), 1);
    CHECK_EQ(evaluate("not not <a, 1>", "<a, 1>"), 1);
    /* not before and before or */
    CHECK_EQ(evaluate("<a, 1> or <b, 1> and <c, 1>", "<a, 1>"), 1);
    CHECK_EQ(evaluate("(<a, 1> or <b, 1>) and <c, 1>", "<a, 1>"), 0);
    CHECK_EQ(evaluate("not <a, 1> or <b, 1>", "<a, 1> <b, 1>"), 1);
    CHECK_EQ(evaluate("not (<a, 1> or <b, 1>)", "<b, 1>"), 0);
    CHECK_EQ(evaluate("not (<a, 1> and not <b, 1>)", "<a, 1> <b, 1>"), 1);
}

static void comparisons(void)
{
    CHECK_EQ(evaluate("level >= 2", "<level, 2>"), 1);
    CHECK_EQ(evaluate("level > 2", "<level, 2>"), 0);
    CHECK_EQ(evaluate("level < -1", "<level, -2>"), 1);
    CHECK_EQ(evaluate("2 <= level", "<level, 2>"), 1);
    CHECK_EQ(evaluate("2 < level", "<level, 1>"), 0);
    CHECK_EQ(evaluate("2 > level", "<level, 1>"), 1);
    CHECK_EQ(evaluate("2 = level", "<level, 2>"), 1);
    CHECK_EQ(evaluate("level != 2", "<level, 2>"), 0);
    CHECK_EQ(evaluate("level != 2", "<level, 2> <level, 3>"), 1);
    CHECK_EQ(evaluate("level > 2", "<level, 1> <level, 3>"), 1);
    /* without such a pair none holds, != neither */
    CHECK_EQ(evaluate("level != 2", "<depth, 3>"), 0);
    /* integer and string: unequal, without an order */
    CHECK_EQ(evaluate("level != 2", "<level, \"2\">"), 1);
    CHECK_EQ(evaluate("level >= 2", "<level, \"3\">"), 0);
    CHECK_EQ(evaluate("level <= 2", "<level, \"1\">"), 0);
    /* strings, by their bytes */
    CHECK_EQ(evaluate("name < \"b\"", "<name, \"abc\">"), 1);
    CHECK_EQ(evaluate("name > ab", "<name, abc>"), 1);
    CHECK_EQ(evaluate("name < a", "<name, \"Z\">"), 1);
    CHECK_EQ(evaluate("name >= abc", "<name, abc>"), 1);
    CHECK_EQ(evaluate("\"abc\" <= name", "<name, ab>"), 0);
    CHECK_EQ(evaluate("a < 2147483647", "<a, -2147483648>"), 1);
    CHECK_EQ(evaluate("<a, wildcard()>", "<a, 0>"), 1);
    CHECK_EQ(evaluate("<a, wildcard()>", "<b, 0> <a, \"\">"), 1);
    CHECK_EQ(evaluate("<a, wildcard()>", "<b, 0>"), 0);
}

static void counts(void)
{
    struct world world = { 0 };

    world_init(&world, "");
    CHECK_EQ(evaluate_in(&world, "bindcount() < 1"), 1);
    CHECK_EQ(evaluate_in(&world, "bindcount() > -1"), 1);
    world_bind(&world, "");
    CHECK_EQ(evaluate_in(&world, "bindcount() = 1 and 1 >= bindcount()"), 1);
    CHECK_EQ(evaluate_in(&world, "2 > bindcount() and 0 < bindcount()"), 1);
    CHECK_EQ(evaluate_in(&world, "bindcount() != 1"), 0);
    CHECK(strcmp(reason, "bindcount() != 1 at line 1, column 1 does not hold: "
                 "bindcount() is 1") == 0);
}

#define BEFORE "before(<moduleName, \"x\">, <moduleName, \"y\">)"
#define COMPATIBLE "compatible(<moduleName, \"x\">, <moduleName, \"y\">)"

static int ask(const char *predicate, const char *other, const char *bound)
{
    struct world world = { 0 };
    char pairs[64], text[2] = "";

    snprintf(pairs, sizeof(pairs), "<a, 1> <moduleName, %s>", other);
    world_init(&world, *other ? pairs : "<a, 1>");
    for (; *bound; bound++) {
        text[0] = *bound;
        snprintf(pairs, sizeof(pairs), "<moduleName, %s>", text);
        world_bind(&world, *bound == '-' ? "" : pairs);
    }
    return evaluate_in(&world, predicate);
}

/* The binding that is replaced counts for nothing. */
static int ask_without(const char *predicate, const char *other, u32 ignored)
{
    struct world world = { 0 };

    world_init(&world, other);
    world_bind(&world, "<moduleName, x>");
    world_bind(&world, "<moduleName, y>");
    world.facts.ignored = &world.link[ignored];
    return evaluate_in(&world, predicate);
}

static void replaced(void)
{
    CHECK_EQ(ask_without(BEFORE, "<moduleName, y>", 1), 1);
    CHECK_EQ(ask_without(BEFORE, "<moduleName, y>", 0), 0);
    CHECK_EQ(ask_without(COMPATIBLE, "<moduleName, y>", 1), 1);
    CHECK_EQ(ask_without(COMPATIBLE, "<moduleName, y>", 0), 0);
    CHECK_EQ(ask_without(COMPATIBLE, "<moduleName, x>", 1), 0);
    CHECK_EQ(ask_without(COMPATIBLE, "<moduleName, x>", 0), 1);
}

/* Every case of the paper's wording. */
static void functions(void)
{
    CHECK_EQ(ask(BEFORE, "x", ""), 1);
    CHECK_EQ(ask(BEFORE, "z", ""), 1);
    CHECK_EQ(ask(BEFORE, "y", ""), 0);
    CHECK_EQ(ask(BEFORE, "y", "x"), 1);
    CHECK_EQ(ask(BEFORE, "y", "-zyx"), 1);
    CHECK_EQ(ask(BEFORE, "y", "-zy"), 0);
    CHECK_EQ(ask(BEFORE, "", "x"), 0);
    CHECK_EQ(ask(BEFORE, "", ""), 0);

    CHECK_EQ(ask(COMPATIBLE, "z", "-z"), 1);
    CHECK_EQ(ask(COMPATIBLE, "x", ""), 1);
    CHECK_EQ(ask(COMPATIBLE, "y", "x"), 1);
    CHECK_EQ(ask(COMPATIBLE, "x", "x"), 0);
    CHECK_EQ(ask(COMPATIBLE, "z", "x"), 0);
    CHECK_EQ(ask(COMPATIBLE, "x", "y"), 1);
    CHECK_EQ(ask(COMPATIBLE, "y", "y"), 0);
    CHECK_EQ(ask(COMPATIBLE, "z", "zy"), 0);
    CHECK_EQ(ask(COMPATIBLE, "x", "xy"), 1);
    CHECK_EQ(ask(COMPATIBLE, "", ""), 0);
    CHECK_EQ(ask("not " COMPATIBLE, "", ""), 1);
    /* wildcard(): any module with a name */
    CHECK_EQ(ask("before(<moduleName, wildcard()>, <moduleName, y>)", "y",
                 "-"), 0);
    CHECK_EQ(ask("before(<moduleName, wildcard()>, <moduleName, y>)", "y",
                 "-z"), 1);
    CHECK_EQ(ask("compatible(<moduleName, x>, <moduleName, wildcard()>)",
                 "x", "z"), 1);
    CHECK_EQ(ask("compatible(<moduleName, x>, <moduleName, wildcard()>)",
                 "y", "z"), 0);
}

/* Figure 3: flat and paged together, segmented alone. */
static void figure3(void)
{
    const char *predicate =
        "compatible(<moduleName,f>,<moduleName,p>) and "
        "compatible(<moduleName,s>,<moduleName,s>)";

    CHECK_EQ(ask(predicate, "f", ""), 1);
    CHECK_EQ(ask(predicate, "p", "f"), 1);
    CHECK_EQ(ask(predicate, "f", "p"), 1);
    CHECK_EQ(ask(predicate, "s", ""), 1);
    CHECK_EQ(ask(predicate, "s", "f"), 0);
    CHECK_EQ(ask(predicate, "s", "p"), 0);
    CHECK_EQ(ask(predicate, "f", "s"), 0);
    CHECK_EQ(ask(predicate, "p", "s"), 0);
}

static void explained(const char *predicate, const char *other,
                      const char *bound, const char *wanted)
{
    CHECK_EQ(ask(predicate, other, bound), 0);
    if (!CHECK(strcmp(reason, wanted) == 0))
        printf("    %s\n", reason);
}

static void reasons(void)
{
    explained("<a, 1> and not <a, wildcard()>", "y", "",
              "not <a, wildcard()> at line 1, column 12 does not hold: "
              "the other side has <a, 1>");
    explained("<a, 1> and (a > 1\n or b = c)", "y", "",
              "a > 1? or b = c at line 1, column 13 does not hold: "
              "a > 1 is false (the other side has <a, 1>) "
              "b = c is false (the other side has no pair named b)");
    explained(BEFORE, "y", "z", BEFORE " at line 1, column 1 does not hold: "
              "the other side has <moduleName, \"y\">, \"x\" is not bound");
    explained(BEFORE, "", "z", BEFORE " at line 1, column 1 does not hold: "
              "the other side has no pair named moduleName, "
              "\"x\" is not bound");
    explained("<a, 1> and " COMPATIBLE, "z", "x", COMPATIBLE
              " at line 1, column 12 does not hold: the other side has "
              "<moduleName, \"z\">, \"x\" is bound, \"y\" is not bound");
}

/* A long part leaves room for its values, and a long value for the others. */
static void long_reasons(void)
{
    char text[CONSTRAINT_TEXT_SIZE] = "";

    for (u32 i = 0; i < 20; i++)
        strcat(text, i ? " or b = cccccccccc" : "b = cccccccccc");
    CHECK_EQ(ask(text, "y", ""), 0);
    CHECK(strstr(reason, "... at line 1, column 1 does not hold: b = cccccccccc "));
    CHECK(strstr(reason, "is false (the other side has no pair named b)"));
    strcpy(text, "<a, 1> and <moduleName, \"");
    memset(text + strlen(text), 'x', 300);
    strcpy(text + 325, "\">");
    CHECK_EQ(ask(text, "y", ""), 0);
    CHECK(strstr(reason, "xxx... at line 1, column 12 does not hold: "
                 "the other side has <moduleName, \"y\">"));
}

/* Names and strings whose hashes are equal are not the same for that. */
static void collisions(void)
{
    static const char *const words[] = {
        "plumless", "buckeroo", "a", "avgvhaeaf", "apiizahww",
    };

    CHECK_EQ(crc32(0, words[0], 8), crc32(0, words[1], 8));
    CHECK_EQ(crc32(0, words[2], 1), crc32(0, words[3], 9));
    CHECK_EQ(crc32(0, words[2], 1), crc32(0, words[4], 9));
    for (u32 i = 0; i < ARRAY_SIZE(words); i++)
        for (u32 k = 0; k < ARRAY_SIZE(words); k++) {
            char predicate[40], pairs[40];

            snprintf(predicate, sizeof(predicate), "<%s, 1>", words[i]);
            snprintf(pairs, sizeof(pairs), "<%s, 1>", words[k]);
            CHECK_EQ(evaluate(predicate, pairs), i == k);
            snprintf(predicate, sizeof(predicate), "<x, %s>", words[i]);
            snprintf(pairs, sizeof(pairs), "<x, %s>", words[k]);
            CHECK_EQ(evaluate(predicate, pairs), i == k);
        }
}

/* Any text: within bounds, and at the end of the row of tests. */
static void fuzz(void)
{
    static const char *const pieces[] = {
        "<", ">", ",", "a", "and", " ", "1", "\"b\"", "-", "\"", "\n", "<a,1>",
        "<b, \"c\">", " and ", "(", "99999999999", "\\", "or", " or ", "not ",
        "<a,1>", "<a,1>", "<a,b>", "(", ")", ")", "wildcard()", ">=", "<a,",
        "bindcount()", "a<1", BEFORE, "<a,1> or ", "not <b,1> and ",
        "<a,1> or ", "not <b,1> and ", "<a,b> or ", "", "", "",
    };
    u32 seed = 7, held = 0;
    struct world world = { 0 };

    world_init(&world, "<a, 1> <moduleName, y>");
    for (u32 i = 0; i < 200000; i++) {
        char text[512] = "", *exact;
        struct constraint_predicate p;
        struct constraint_pairs pairs;

        for (u32 k = 0; k < 7; k++) {
            seed = seed * 1664525 + 1013904223;
            strcat(text, pieces[(seed >> 16) % ARRAY_SIZE(pieces)]);
        }
        exact = strdup(text);
        constraint_compile_pairs(&pairs, exact, reason, 40);
        if (constraint_compile_predicate(&p, exact, reason,
                                         sizeof(reason)) == 0) {
            const int holds = constraint_evaluate(&p, &world.facts);
            held += p.tests > 1 && holds;
            constraint_explain(&p, &world.facts, reason, 100);
        }
        free(exact);
    }
    if (!CHECK(held > 40))
        printf("    %u\n", held);
}

int main(void)
{
    accepted();
    refused_pairs();
    refused_predicates();
    limits();
    held();
    not_held();
    collisions();
    connectives();
    comparisons();
    counts();
    functions();
    replaced();
    figure3();
    reasons();
    long_reasons();
    fuzz();
    return check_done();
}
