"""The My samples tab: corrections, and teaching from them."""
