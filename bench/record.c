/* SPDX-License-Identifier: MIT */
/*
 * Framing. Invariant: `used` never passes what the buffer holds; what does
 * not fit sets `overflow`, and such a record is refused, never cut.
 */
#include "record.h"

#include "../core/lib/crc32.h"
#include "../core/lib/format.h"
#include "deimos.h"

#define ENVELOPE 40             /* "@ SEQUENCE CRC " or less, and newline */
#define NUMBER_SIZE 21          /* 2^64 - 1 in decimal, and NUL */

DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

static char payload[RECORD_MAX];
static char line[RECORD_MAX + ENVELOPE];
static u32 used, sequence;
static int overflow;

static int send(u32 length)
{
    int result = console->write(CONSOLE_RESULTS, line, length);

    return result < 0 ? result : 0;
}

int record_begin(void)
{
    sequence = 0;
    return send(format(line, sizeof(line), RECORD_BEGIN "\n"));
}

int record_end(u32 status)
{
    return send(format(line, sizeof(line),
                       RECORD_END " records=%u status=%u\n",
                       sequence, status));
}

static void put(char c)
{
    if (used + 1 < sizeof(payload))
        payload[used++] = c;
    else
        overflow = 1;
}

static void put_plain(const char *text)
{
    while (*text)
        put(*text++);
}

static void put_encoded(const char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (; *text; text++) {
        u8 c = (u8)*text;

        if (c > ' ' && c <= '~' && c != '%') {
            put(*text);
            continue;
        }
        put('%');
        put(digits[c >> 4]);
        put(digits[c & 15]);
    }
}

static void put_number(u64 value)
{
    char digits[NUMBER_SIZE];

    format(digits, sizeof(digits), "%llu", value);
    put_plain(digits);
}

static void put_key(const char *key)
{
    put(' ');
    put_encoded(key);
    put('=');
}

void record_start(const char *kind)
{
    used = 0;
    overflow = 0;
    put_plain(kind);
}

void record_text(const char *key, const char *value)
{
    put_key(key);
    put_encoded(value);
}

void record_number(const char *key, u64 value)
{
    put_key(key);
    put_number(value);
}

void record_item(u64 value)
{
    if (payload[used - 1] != '=')
        put(',');
    put_number(value);
}

int record_is_full(void)
{
    return used + NUMBER_SIZE + ENVELOPE > RECORD_LINE;
}

int record_send(void)
{
    if (overflow)
        return E_RANGE;
    payload[used] = 0;
    sequence++;
    return send(format(line, sizeof(line), "@ %u %08x %s\n", sequence,
                       crc32(0, payload, used), payload));
}
