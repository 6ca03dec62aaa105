/* SPDX-License-Identifier: MIT */
/*
 * The harness's interface, type "harness", of the module "bench": runs the
 * experiment that its receptacle `subject` is bound to, or, where a row says
 * so, the one that `timed` is bound to, and sends records. A script binds
 * one of them, runs rows, and unbinds it.
 */
#pragma once

#include "../../core/api/types.h"

#define HARNESS_SAMPLES_MAX 4096
#define HARNESS_WARMUP_MAX 1024

struct harness_row {
    const char *experiment;     /* summary.csv's columns of these names; */
    const char *name;           /* the column "case" */
    const char *model;          /* "" where it does not apply */
    const char *x;              /* "" where it does not apply */
    u32 parameter;              /* handed to setup() */
    u32 warmup;                 /* samples flagged so, after the cold one */
    u32 samples;                /* 1..HARNESS_SAMPLES_MAX, beside those; 0:
                                   once only, without a warm-up: n is 1 and
                                   the cold sample is what it is about */
    u32 live;                   /* 1: interrupts stay on; and where check()
                                   is positive, that is the sample */
    u32 timed;                  /* 1: by the receptacle `timed` */
};

struct harness_summary {
    u32 n;                      /* samples in the statistics */
    u32 verified;               /* 1: every sample's effect was there */
    s32 error;                  /* what setup, prepare or check returned */
    u32 failed_at;              /* index of the first sample that failed */
    u64 cold;
#define STATISTIC(name, how) u64 name;
#include "statistics.def"
#undef STATISTIC
    u64 overhead;               /* of the empty body, this run's one value */
};

/* All but begin() answer E_INVALID before begin() and after end(). Texts are the
 * caller's, in the UPS. */
struct harness {
    /* begin: the begin record, the environment, the overhead. Once a run:
     * E_EXISTS. */
    int (*begin)(void);
    /* environment: one more key and value for environment.csv. */
    int (*environment)(const char *key, const char *value);
    /* run: one row. 0, or the error of setup() or prepare(); *summary is
     * filled and the row's records are sent either way. E_NOT_APPLICABLE: it
     * was sent as one that means nothing. E_RANGE: too many samples, nothing is
     * sent; E_UNSUPPORTED: there is no TSC. */
    int (*run)(const struct harness_row *row, struct harness_summary *summary);
    /* not_applicable: a row with n = 0 that means nothing for its model. */
    int (*not_applicable)(const struct harness_row *row);
    /* record: one of another kind. `fields`: key, value, key, value..., each
     * with its NUL, and an empty key. E_RANGE: too long, nothing is sent. */
    int (*record)(const char *kind, const char *fields);
    /* end: the end record with the run's status (exit code). */
    int (*end)(u32 status);
};

#define HARNESS_METHODS "begin environment run not_applicable record end"
