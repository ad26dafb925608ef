@main
enum LesBillets {
    static func main() {}
}
