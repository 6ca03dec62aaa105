/* SPDX-License-Identifier: MIT */
/* Text formatting. Invariant: length counts also what did not fit. */
#include "format.h"

#define DIGITS_MAX 20           /* of 2^64 - 1, in decimal */

struct output {
    char *to;
    u32 size, length;
};

struct spec {
    u32 width, precision;
    u8 left, zero, wide;
};

static void put(struct output *out, char c)
{
    if (out->length + 1 < out->size)
        out->to[out->length] = c;
    out->length++;
}

static void fill(struct output *out, char c, u32 used, u32 width)
{
    while (used++ < width)
        put(out, c);
}

static void put_string(struct output *out, const char *s, struct spec *spec)
{
    u32 length = 0;

    if (!s)
        s = "(null)";
    while (length < spec->precision && s[length])
        length++;
    if (!spec->left)
        fill(out, ' ', length, spec->width);
    for (u32 i = 0; i < length; i++)
        put(out, s[i]);
    if (spec->left)
        fill(out, ' ', length, spec->width);
}

/* By 16-bit limbs: a 64-bit division would need libgcc. */
static u32 divide(u64 *value, u32 base)
{
    u64 quotient = 0;
    u32 rest = 0;

    for (int shift = 48; shift >= 0; shift -= 16) {
        u32 part = rest << 16 | (u32)(*value >> shift & 0xffff);
        quotient |= (u64)(part / base) << shift;
        rest = part % base;
    }
    *value = quotient;
    return rest;
}

static void put_number(struct output *out, u64 value, u32 base, int negative,
                       const struct spec *spec)
{
    char digits[DIGITS_MAX];
    u32 count = 0, sign = negative != 0;

    do
        digits[count++] = "0123456789abcdef"[divide(&value, base)];
    while (value);
    if (!spec->left && !spec->zero)
        fill(out, ' ', count + sign, spec->width);
    if (negative)
        put(out, '-');
    if (!spec->left && spec->zero)
        fill(out, '0', count + sign, spec->width);
    for (u32 i = count; i > 0; i--)
        put(out, digits[i - 1]);
    if (spec->left)
        fill(out, ' ', count + sign, spec->width);
}

static u32 read_number(const char **fmt)
{
    u32 n = 0;

    while (**fmt >= '0' && **fmt <= '9')
        n = n * 10 + (u32)(*(*fmt)++ - '0');
    return n;
}

static void read_flags(const char **fmt, struct spec *spec)
{
    for (;; (*fmt)++) {
        if (**fmt == '-')
            spec->left = 1;
        else if (**fmt == '0')
            spec->zero = 1;
        else
            return;
    }
}

/* A struct, because a va_list parameter is an array on some hosts. */
struct arguments {
    va_list list;
};

static u32 read_size(const char **fmt, struct arguments *args)
{
    if (**fmt != '*')
        return read_number(fmt);
    (*fmt)++;
    int n = va_arg(args->list, int);
    return n < 0 ? 0 : (u32)n;
}

static void read_spec(const char **fmt, struct spec *spec,
                      struct arguments *args)
{
    *spec = (struct spec){ .precision = 0xffffffffu };
    read_flags(fmt, spec);
    spec->width = read_size(fmt, args);
    if (**fmt == '.') {
        (*fmt)++;
        spec->precision = read_size(fmt, args);
    }
    if ((*fmt)[0] == 'l' && (*fmt)[1] == 'l') {
        spec->wide = 1;
        *fmt += 2;
    }
}

static void put_signed(struct output *out, const struct spec *spec,
                       struct arguments *args)
{
    s64 value = spec->wide ? va_arg(args->list, s64)
                           : va_arg(args->list, int);
    u64 magnitude = value < 0 ? 0 - (u64)value : (u64)value;

    put_number(out, magnitude, 10, value < 0, spec);
}

static void put_unsigned(struct output *out, const struct spec *spec, u32 base,
                         struct arguments *args)
{
    u64 value = spec->wide ? va_arg(args->list, u64)
                           : va_arg(args->list, u32);

    put_number(out, value, base, 0, spec);
}

/* One conversion, fmt just after its %; returns what follows it. */
static const char *convert(struct output *out, const char *fmt,
                           struct arguments *args)
{
    const char *start = fmt;
    struct spec spec;

    read_spec(&fmt, &spec, args);
    switch (*fmt) {
    case 's':
        put_string(out, va_arg(args->list, const char *), &spec);
        return fmt + 1;
    case 'c': {
        char c[2] = { (char)va_arg(args->list, int), 0 };
        put_string(out, c, &spec);
        return fmt + 1;
    }
    case 'd':
        put_signed(out, &spec, args);
        return fmt + 1;
    case 'u':
    case 'x':
        put_unsigned(out, &spec, *fmt == 'u' ? 10 : 16, args);
        return fmt + 1;
    case '%':
        put(out, '%');
        return fmt + 1;
    }
    put(out, '%');
    return start;
}

int format_va(char *to, u32 size, const char *fmt, va_list list)
{
    struct output out = { .to = to, .size = size };
    struct arguments args;

    va_copy(args.list, list);
    while (*fmt) {
        if (*fmt == '%')
            fmt = convert(&out, fmt + 1, &args);
        else
            put(&out, *fmt++);
    }
    va_end(args.list);
    if (size)
        to[out.length < size ? out.length : size - 1] = 0;
    return (int)out.length;
}

int format(char *to, u32 size, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int length = format_va(to, size, fmt, args);
    va_end(args);
    return length;
}

void format_printable(char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            *text = '?';
}
