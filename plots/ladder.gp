# SPDX-License-Identifier: MIT
# Question: What does each crossing of rings, segments, page tables or tasks cost?
height = 200 + 42 * count
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
