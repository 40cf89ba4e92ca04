"""ONNX graphs as lists of layers."""
