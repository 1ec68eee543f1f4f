"""The code behind the lessons: one package a lesson, and a few modules that all of them share (see CONTRIBUTING.md)."""
