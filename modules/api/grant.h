/* SPDX-License-Identifier: MIT */
/*
 * What a call over `bind_grant` begins with (modules/bindings/README.md): a region
 * of the caller's own memory, which the server has as well while the call lasts
 * (paper 3.1). `in` is one of these, and after it up to GRANT_MOST bytes that are
 * copied, as everywhere. A call without `in` grants nothing.
 *
 *      caller: { its address, size, access } values
 *      server: { its own address, size, access } the same values
 *
 * E_INVALID: `in` holds no struct grant, or such an access is none; E_RANGE: size is
 * 0, or more than the binding was started for, or at or size is not of whole pages; or
 * there are more values; or not all of it is the caller's, but was shared with it or
 * granted; or not just what map() gave it, of models that share no less
 * (modules/models/README.md: share);
 * E_NOT_APPLICABLE: caller and server are of different models, or the model gives no
 * such access; E_RIGHTS: the caller has less than that itself;
 * E_QUOTA: another region of this binding's is granted now; E_BUSY: of `flat`, the
 * server has that already; E_FULL, E_NOMEM: the server has no room for it.
 */
#pragma once

#include "../../core/api/types.h"

struct grant {
    u32 at;                     /* the first byte, where a page begins */
    u32 size;                   /* bytes, of whole pages of 4 KiB */
    u32 access;                 /* ACCESS_READ, or that and ACCESS_WRITE */
};

#define GRANT_MOST 128u
