/* SPDX-License-Identifier: MIT */
/* Rows and samples, as records. */
#pragma once

#include "harness.h"
#include "tsc.h"

/*
 * One row. With summary->n = 0 its statistics are empty; summary NULL means
 * that the row is not applicable to its model.
 */
int report_row(u32 id, const struct harness_row *row, enum clock_class clock,
               const struct harness_summary *summary);

/* The raw samples of a row, in order: cold, warm-up, then the others. */
int report_samples(u32 id, const u64 *raw, u32 count);

/* Why a row is not verified, as environment: there is no column for it. */
int report_failure(u32 id, u32 failed, const struct harness_summary *summary);
