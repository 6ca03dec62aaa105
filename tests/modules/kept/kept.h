/* SPDX-License-Identifier: MIT */
/* What a function must leave as it was: shared with assembly. */
#pragma once

#define LOST_EBX        0x001
#define LOST_ESI        0x002
#define LOST_EDI        0x004
#define LOST_EBP        0x008
#define LOST_ESP        0x010
#define LOST_DF         0x020           /* clear, as it has to be */
#define LOST_SEGMENTS   0x040           /* DS, ES, GS, SS */
