/* SPDX-License-Identifier: MIT */
/* No manifest at all. */
int silent(void);

int silent(void)
{
    return 1;
}
