# SPDX-License-Identifier: MIT
# Question: What does each crossing of rings, segments, page tables or tasks cost?
height = 200 + 42 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/bars.gp'
