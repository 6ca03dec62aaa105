# SPDX-License-Identifier: MIT
# Question: What does a page fault cost, by who handles it and what it needs?
height = 200 + 42 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/dots.gp'
