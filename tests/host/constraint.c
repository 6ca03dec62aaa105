/* SPDX-License-Identifier: MIT */
/* sources: core/cm/constraint.c core/crc32.c core/format.c */
/* Protection constraints: what compiles, what holds, and every refusal. */
#include "../../core/cm/constraint.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "check.h"

static char reason[256];

static void accept(enum constraint_kind kind, const char *text, u32 terms)
{
    struct constraint c;

    CHECK_EQ(constraint_compile(&c, kind, text, reason, sizeof(reason)), 0);
    if (!CHECK_EQ(c.terms, terms))
        printf("    %s: %s\n", text, reason);
    CHECK_EQ(constraint_check_text(kind, text, NULL, 0), 0);
}

static void refuse(enum constraint_kind kind, const char *text,
                   const char *where, const char *what)
{
    struct constraint c;

    CHECK_EQ(constraint_compile(&c, kind, text, reason, sizeof(reason)),
             E_CONSTRAINT);
    CHECK_EQ(c.terms, 0);
    if (!CHECK(strncmp(reason, where, strlen(where)) == 0 &&
               strstr(reason, what)))
        printf("    %s: %s\n", text, reason);
    CHECK_EQ(constraint_check_text(kind, text, NULL, 0), E_CONSTRAINT);
}

static int evaluate(const char *predicate, const char *pairs)
{
    struct constraint a, b;

    CHECK_EQ(constraint_compile(&a, CONSTRAINT_PREDICATE, predicate, reason,
                                sizeof(reason)), 0);
    CHECK_EQ(constraint_compile(&b, CONSTRAINT_PAIRS, pairs, reason,
                                sizeof(reason)), 0);
    strcpy(reason, "untouched");
    return constraint_evaluate(&a, &b, reason, sizeof(reason));
}

static void accepted(void)
{
    accept(CONSTRAINT_PAIRS, NULL, 0);
    accept(CONSTRAINT_PAIRS, " \n\t", 0);
    accept(CONSTRAINT_PAIRS, "<a, \"b\">", 1);
    accept(CONSTRAINT_PAIRS, "<a,1><b,2> <c,-3>, <d_1, word>", 4);
    accept(CONSTRAINT_PAIRS, "<a, \"\">\n<b, \"x y, <z>\">", 2);
    accept(CONSTRAINT_PAIRS, "<a, 2147483647> <a, -2147483648>", 2);
    accept(CONSTRAINT_PAIRS, "<order, android>", 1);
    accept(CONSTRAINT_PREDICATE, NULL, 0);
    accept(CONSTRAINT_PREDICATE, "", 0);
    accept(CONSTRAINT_PREDICATE, "<a, 1>and<b, c>", 2);
    accept(CONSTRAINT_PREDICATE, "<a, 1>\n  and <b, \"or\">", 2);
}

static void refused_pairs(void)
{
    const enum constraint_kind kind = CONSTRAINT_PAIRS;

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
    refuse(kind, "\xc3\xa9", "line 1, column 1: found '?'", "'<'");
    refuse(kind, "<a, \x1b>", "line 1, column 5: found '?'", "a string");
}

static void refused_predicates(void)
{
    const enum constraint_kind kind = CONSTRAINT_PREDICATE;
    const char *later = "the full language is not supported yet";

    refuse(kind, "<a, \"b\"> or <c, 1>",
           "line 1, column 10: found 'or', expected 'and' or the end", later);
    refuse(kind, "not <a, 1>", "line 1, column 1: found 'not'", later);
    refuse(kind, "(<a, 1>)", "line 1, column 1: found '('", later);
    refuse(kind, "before(<moduleName, x>, <moduleName, y>)",
           "line 1, column 1: found 'before'", later);
    refuse(kind, "<a, 1> and compatible(<a, x>, <a, y>)",
           "line 1, column 12: found 'compatible'", later);
    refuse(kind, "<a, wildcard()>", "line 1, column 5: found 'wildcard'",
           later);
    refuse(kind, "bindcount() < 2", "line 1, column 1: found 'bindcount'",
           later);
    refuse(kind, "<a, 1> != 2", "line 1, column 8: found '!'", later);
    refuse(kind, "<a, 1> <b, 2>", "line 1, column 8: found '<'", "'and'");
    refuse(kind, "<a, 1>, <b, 2>", "line 1, column 7: found ','", "'and'");
    refuse(kind, "<a, 1> and", "line 1, column 11: found the end", "'<'");
    refuse(kind, "<a, 1>\nand and", "line 2, column 5: found 'and'", "'<'");
    refuse(kind, "and <a, 1>", "line 1, column 1: found 'and'", "'<'");
    refuse(kind, "<a, 1> AND <b, 1>", "line 1, column 8: found 'AND'",
           "'and'");
}

static void limits(void)
{
    char text[CONSTRAINT_TEXT_SIZE + 1] = "";

    for (u32 i = 0; i < CONSTRAINT_TERMS; i++)
        strcat(text, "<a, 1> ");
    accept(CONSTRAINT_PAIRS, text, CONSTRAINT_TERMS);
    strcat(text, "<a, 1>");
    refuse(CONSTRAINT_PAIRS, text, "line 1, column 225", "so many pairs");
    memset(text, ' ', CONSTRAINT_TEXT_SIZE);
    text[CONSTRAINT_TEXT_SIZE] = 0;
    refuse(CONSTRAINT_PAIRS, text, "longer than 511", "");
    text[CONSTRAINT_TEXT_SIZE - 1] = 0;
    accept(CONSTRAINT_PAIRS, text, 0);
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

/* Any text: within bounds; a predicate holds on its own terms. */
static void fuzz(void)
{
    static const char *const pieces[] = {
        "<", ">", ",", "a", "and", " ", "1", "\"b\"", "-", "\"", "\n", "<a,1>",
        "<b, \"c\">", " and ", "(", "99999999999", "\\", "or",
        "<a,1>", "<a,1>", "<a,b>", "and", "and", " and ", "", "", "",
    };
    u32 seed = 7;

    for (u32 i = 0; i < 100000; i++) {
        char text[64] = "", *exact;
        struct constraint c;

        for (u32 k = 0; k < 6; k++) {
            seed = seed * 1664525 + 1013904223;
            strcat(text, pieces[(seed >> 16) % ARRAY_SIZE(pieces)]);
        }
        exact = strdup(text);
        constraint_check_text(CONSTRAINT_PAIRS, exact, reason, 40);
        if (constraint_compile(&c, CONSTRAINT_PREDICATE, exact, reason,
                               sizeof(reason)) == 0)
            CHECK_EQ(constraint_evaluate(&c, &c, NULL, 0), 1);
        free(exact);
    }
}

int main(void)
{
    accepted();
    refused_pairs();
    refused_predicates();
    limits();
    held();
    not_held();
    fuzz();
    return check_done();
}
