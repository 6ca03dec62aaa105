# SPDX-License-Identifier: MIT
# Any experiment without a script of its own: by x if each row has a number
# there, else by case.
height = by_x ? 520 : 200 + 50 * count
question = name
load 'plots/part/common.gp'
if (by_x) {
    set yrange [0:*]
    set xlabel 'x'
    load 'plots/part/curves.gp'
} else {
    load 'plots/part/cases.gp'
    load 'plots/part/bars.gp'
}
