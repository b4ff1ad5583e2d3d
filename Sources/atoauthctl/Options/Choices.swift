public import ArgumentParser
public import BrokerAPI

// The API's closed lists, as values of options: usage errors then name what is possible.
extension Prompt: ExpressibleByArgument {}
extension AdminRotateKeys.Kind: ExpressibleByArgument {}
