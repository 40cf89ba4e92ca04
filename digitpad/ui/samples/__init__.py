"""What a person corrects, keeps and teaches: between the tab, the folder and the threads."""
