# SPDX-License-Identifier: MIT
# Question: What does each step in the life of a module and a binding cost?
height = 520
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/dots.gp'
