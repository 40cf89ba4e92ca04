"""The strip of pictures between what is drawn and what the network gets."""
