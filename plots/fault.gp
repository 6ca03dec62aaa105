# SPDX-License-Identifier: MIT
# Question: What does a page fault cost, by who handles it and what it needs?
height = 200 + 42 * count
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/dots.gp'
